/** Two environments of one cluster that both own the configuration of its device plugin. */
import { base, changed } from './base';

const owned = { by: 'time-slicing', replicas: 4, devicePlugin: 'owned' } as const;

export const inputs = [
  changed([['nodePools', 'shared', 'sharing'], owned]),
  changed(
    [['name'], 'other'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['nodePools'], { more: { ...base.nodePools.racks, nodes: ['rack-9'], sharing: owned } }],
    [['models'], {}],
    [['ollama'], {}],
  ),
];

export const report = `other.nodePools.more.sharing.devicePlugin: 'owned' here and in test.nodePools.shared.sharing.devicePlugin, on one cluster.
  fix: devicePlugin 'existing' in one of the two
  [OwnedTwice]`;
