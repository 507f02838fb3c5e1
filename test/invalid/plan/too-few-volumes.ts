/** More servers than volumes. */
import { type Parts } from '../../plan/fixtures/environment';
import { cpu, withDisks, pinned } from './base';

export const parts: Parts = { pools: { gpus: withDisks(4), cpu }, ollama: { o: pinned(3) } };

export const report = `test.ollama.o: 3 replicas need a volume of 51 200 MiB each, but pool gpus has only 2 volumes of this size.
  fits with: 3 nodes in pool gpus · replicas 2 of o · a separate pool for o with 3 nodes of the same kind
  [TooFewVolumes]`;
