/** Several GPUs for a model whose trailing layers share a cache. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 2), cpu },
  models: { a: small({ weights: 'gemma-4-e2b-it-qat/Q4_0', gpus: 2, settings }) },
};

export const report = `test.models.a.gpus: 2 GPUs would copy the cache that trailing layers share from one to another.
  fits with: gpus 1
  [SharedCacheCannotSplit]`;
