/** GPUs of AMD without the groups of their devices; groups where the vendor needs none, and where no GPU is. */
import { base, changed } from './base';

const { racks, l4 } = base.nodePools;

export const inputs = [
  changed(
    [['nodePools', 'racks', 'hardware'], { ...racks.hardware, gpu: 'AMD-Instinct-MI210' }],
    [['nodePools', 'l4'], { ...l4, deviceGroups: [992] }],
    [['nodePools', 'cpus', 'deviceGroups'], [992]],
  ),
];

export const report = `test.nodePools.cpus.deviceGroups: the nodes of this pool have no GPU.
  fix: leave out deviceGroups · take nodes with GPUs
  [DeviceGroups]
test.nodePools.l4.deviceGroups: pods need no groups for GPUs of NVIDIA.
  fix: leave out deviceGroups
  [DeviceGroups]
test.nodePools.racks.hardware.deviceGroups: pods get the devices of GPUs of AMD with the numeric groups of the node, and it is not said which.
  fix: run on a node: stat -c %g /dev/kfd /dev/dri/renderD128, and write what it prints: [44, 992] · [], if every user of the node may open them
  [DeviceGroups]`;
