/** Two cache types for a model with latent attention. */
import { changed, smallModel } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'settings', 'cacheTypeK'], 'bf16'],
    [
      ['catalog', 'models', 'small/Q4_K_M'],
      {
        ...smallModel,
        architecture: { ...smallModel.architecture, architecture: 'deepseek2', kvLoraRank: 512 },
      },
    ],
  ),
];

export const report = `test.models.chat.settings.cacheTypeV: f16, and K has bf16: a model with latent attention has one cache for both.
  fix: cacheTypeV 'bf16'
  [CacheTypesDiffer]`;
