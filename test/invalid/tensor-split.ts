/** Three parts for two GPUs. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'pools'], ['racks']],
    [['models', 'chat', 'gpus'], 2],
    [
      ['models', 'chat', 'settings', 'tensorSplit'],
      [1, 1, 1],
    ],
  ),
];

export const report = `test.models.chat.settings.tensorSplit: 3 parts for 2 GPUs.
  fix: tensorSplit [1, 1]
  [TensorSplit]`;
