/** A fleet with a stated memory that is too small. */
import { gib } from '../../../lib/core/bytes';
import { l40s, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 2), cpu },
  ollama: { o: { models: ['llama3.1:8b'], settings, pools: ['gpus'], gpus: 1, replicas: 1, memory: gib(1) } },
};

export const report = `test.ollama.o.memory: 1 024 MiB are set, but 2 211 MiB are needed: 1 model at once: 1 955 MiB of runners, 256 MiB of the server.
  fits with: remove memory · memory mib(2211)
  [MemoryTooSmall]`;
