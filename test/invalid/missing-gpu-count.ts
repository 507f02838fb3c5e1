/** Machines with a kind of GPU, and no number of them. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'sliced', 'hardware', 'gpus'], undefined])];

export const report = `test.nodePools.sliced.hardware.gpus: gpu is given and this is not.
  fix: gpus as the number of them in one node
  [MissingField]`;
