/** More slices than the GPUs of a node can be cut into. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'sliced', 'sharing'], { by: 'mig', profile: '1g.10gb', units: 8 }])];

export const report = `test.nodePools.sliced.sharing.units: 8 slices 1g.10gb on a node, and its 1 NVIDIA-H100-80GB-HBM3 can be cut into 7.
  allowed: up to 7
  [MigUnits]`;
