/** A stated memory that is too small. */
import { gib } from '../../../lib/core/bytes';
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: { cpu },
  models: { a: small({ gpus: 0, cpu: 16, memory: gib(4), pools: ['cpu'] }) },
};

export const report = `test.models.a.memory: 4 096 MiB are set, but 7 159 MiB are needed: mapped weights 4 686, KV cache 2 048, compute 125, output 1, process 300.
  fits with: remove memory · memory mib(7159)
  [MemoryTooSmall]`;
