/** MIG on a GPU that cannot be cut. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'racks', 'sharing'], { by: 'mig', profile: '1g.10gb' }])];

export const report = `test.nodePools.racks.sharing.profile: NVIDIA-L40S cannot be cut by MIG.
  fix: share it by time-slicing or MPS, or give whole GPUs
  [NoMig]`;
