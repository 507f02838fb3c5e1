/** A machine without local disks, and nothing said about its volume. */
import { changed } from './base';

export const inputs = [
  changed([['nodePools', 'cpus', 'ephemeralStorage'], undefined], [['nodePools', 'cpus', 'diskBandwidth'], undefined]),
];

export const report = `test.nodePools.cpus.ephemeralStorage: aws/m7i.4xlarge has no local NVMe, so the size of its disk must be given.
  fix: ephemeralStorage of the volume that its node class attaches, as gib(200)
  [DiskUnknown]
test.nodePools.cpus.diskBandwidth: aws/m7i.4xlarge has no local NVMe, so the bandwidth of its disk must be given.
  fix: diskBandwidth of the volume that its node class attaches, in bytes per second, as mib(125)
  [DiskUnknown]`;
