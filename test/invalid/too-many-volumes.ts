/** Disks that would become more objects than a cluster should hold. */
import { base, changed } from './base';

const nodes = Array.from({ length: 150 }, (_, i) => `rack-${i + 1}`);
const nvme = [{ ...base.nodePools.racks.hardware.nvme[0], volumes: 100 }];

export const inputs = [
  changed(
    [['nodePools', 'racks'], { ...base.nodePools.racks, nodes, hardware: { ...base.nodePools.racks.hardware, nvme } }],
    [['nodePools', 'sliced', 'nodes'], ['slice-1']],
  ),
];

export const report = `test.nodePools.racks.hardware.nvme: the disks of these nodes would become 15000 volumes.
  allowed: at most 10000 volumes in a pool
  fix: fewer volumes for each disk, or two pools
  [TooManyVolumes]`;
