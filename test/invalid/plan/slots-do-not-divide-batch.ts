/** Slots of an encoder that do not divide its batch. */
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: { cpu },
  models: {
    a: small({
      weights: 'nomic-embed-text-v1.5/F16',
      settings: { contextLength: 2048, parallel: 3, maxOutputLength: 1, embedding: 'mean' },
      gpus: 0,
      cpu: 4,
      pools: ['cpu'],
    }),
  },
};

export const report = `test.models.a.settings.parallel: 3 slots do not divide a physical batch of 2048 tokens, which build b11382 aborts on for encoders.
  fits with: parallel 2
  [SlotsDoNotDivideBatch]`;
