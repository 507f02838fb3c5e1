/** Parts for several GPUs, of a pod that has one. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'settings', 'tensorSplit'],
    [1, 2, 3],
  ]),
];

export const report = `test.models.chat.settings.tensorSplit: 3 parts for 1 GPU.
  fix: leave tensorSplit out
  [TensorSplit]`;
