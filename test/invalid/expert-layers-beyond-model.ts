/** More layers with experts than the model has layers. */
import { changed, smallModel } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'settings', 'expertLayersOnHost'], 9],
    [
      ['catalog', 'models', 'small/Q4_K_M'],
      {
        ...smallModel,
        architecture: { ...smallModel.architecture, architecture: 'qwen3moe', expertCount: 8, expertUsedCount: 2 },
      },
    ],
  ),
];

export const report = `test.models.chat.settings.expertLayersOnHost: 9 is out of range: 'small/Q4_K_M' has 4 layers.
  allowed: up to 4
  [OutOfRange]`;
