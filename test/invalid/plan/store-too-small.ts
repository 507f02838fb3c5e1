/** A store that is too small. */
import { l40s, large, type Parts } from '../../plan/fixtures/environment';
import { cpu, nfs } from './base';

export const parts: Parts = { cluster: nfs(20, 1000), pools: { gpus: l40s(1, 4), cpu }, models: { a: large() } };

export const report = `test.cluster.weights.capacity: the store has 20 480 MiB, but 81 102 MiB are needed: twice 40 551 MiB of model files: old and new files during a change.
  fits with: capacity gib(80)
  [StoreTooSmall]`;
