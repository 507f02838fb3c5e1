/** Latent attention without flash attention: no formula bounds what it takes. */
import type { Model } from '../../../lib/catalog/model';
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { smallModel } from '../base';
import { cpu } from './base';

const latent: Model = {
  ...smallModel,
  architecture: { ...smallModel.architecture, keyLength: 64, valueLength: 64, keyLengthMla: 192, valueLengthMla: 128 },
};

export const parts: Parts = {
  pools: { gpus: l40s(1, 1), cpu },
  catalog: { 'latent/Q4_K_M': latent },
  models: {
    a: small({
      weights: 'latent/Q4_K_M',
      settings: { contextLength: 4096, parallel: 2, maxOutputLength: 512, flashAttention: false },
    }),
  },
};

export const report = `test.models.a.settings.flashAttention: false, and there is no proven bound for latent attention without flash attention.
  fix: flashAttention true
  [LatentAttentionNeedsFlash]`;
