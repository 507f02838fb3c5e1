/** More servers than volumes. */
import { type Parts } from '../../plan/fixtures/environment';
import { cpu, withDisks, pinned } from './base';

export const parts: Parts = { pools: { gpus: withDisks(4), cpu }, ollama: { o: pinned(3) } };

export const report = `test.ollama.o: 3 replicas want a volume of 51 200 MiB each, and pools gpus have 2 that are large enough.
  fits with: 3 nodes in pool gpus · replicas 2 of o · a pool of its own for o with 3 such nodes
  [TooFewVolumes]`;
