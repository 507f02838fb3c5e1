/** Sharing that AMD has not, and shares of others that this environment would rename. */
import { base, changed } from './base';

const { racks, shared } = base.nodePools;

export const inputs = [
  changed(
    [
      ['nodePools', 'racks'],
      {
        ...racks,
        sharing: { by: 'time-slicing', replicas: 2 },
        hardware: { ...racks.hardware, gpu: 'AMD-Radeon-PRO-W7900', deviceGroups: [] },
      },
    ],
    [['nodePools', 'shared', 'sharing'], { ...shared.sharing, named: 'usual-name', devicePlugin: 'owned' }],
  ),
];

export const report = `test.nodePools.racks.sharing.by: the device plugin of AMD has no 'time-slicing'.
  fix: leave out sharing: each pod has whole GPUs
  [SharingNotOffered]
test.nodePools.shared.sharing.named: 'usual-name' is for shares that others have configured, and the configuration of this environment renames them.
  fix: devicePlugin 'existing' · named 'renamed'
  [SharingNotOffered]`;
