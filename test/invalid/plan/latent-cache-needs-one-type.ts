/** Different cache types for a model whose attention has one cache for keys and values. */
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
      settings: { contextLength: 4096, parallel: 2, maxOutputLength: 512, cacheTypeK: 'q8_0' },
    }),
  },
};

export const report = `test.models.a.settings.cacheTypeV: f16 differs from the keys' q8_0, and latent attention has one cache for both.
  fits with: cacheTypeK and cacheTypeV 'f16'
  [LatentCacheNeedsOneType]`;
