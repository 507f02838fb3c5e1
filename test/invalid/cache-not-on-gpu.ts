/** A cache type that GPUs cannot compute. */
import { changed, smallModel } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'settings', 'cacheTypeK'], 'iq4_nl'],
    [
      ['catalog', 'models', 'small/Q4_K_M'],
      { ...smallModel, architecture: { ...smallModel.architecture, keyLength: 32 } },
    ],
  ),
];

export const report = `test.models.chat.settings.cacheTypeK: iq4_nl has no flash attention on GPUs: the CPU would compute it.
  fix: cacheTypeK 'q4_0'
  [CacheNotOnGpu]`;
