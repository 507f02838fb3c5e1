/** Objects outside of the namespace where the rights end. */
import { base, namespaced } from './base';

export const inputs = [
  namespaced(
    {},
    [['nodePools', 'shared', 'sharing', 'devicePlugin'], 'owned'],
    [['ollama'], { fleet: base.ollama.fleet }],
  ),
];

export const report = `test.nodePools.shared.sharing.devicePlugin: 'owned' writes a ConfigMap into the namespace of the device plugin, and the rights of this environment end at its namespace.
  fix: devicePlugin: 'existing'
  [ScopeMismatch]
test.ollama.fleet.local.kind: 'static' makes PersistentVolumes and a StorageClass, and the rights of this environment end at its namespace.
  fix: local { kind: 'csi', tier } · local { kind: 'ephemeral' }
  [ScopeMismatch]`;
