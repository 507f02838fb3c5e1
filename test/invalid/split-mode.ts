/** Two GPUs, and a mode that uses one. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'pools'], ['racks']],
    [['models', 'chat', 'gpus'], 2],
    [['models', 'chat', 'settings', 'splitMode'], 'none'],
  ),
];

export const report = `test.models.chat.settings.splitMode: 'none' leaves 1 of 2 GPUs without work.
  fix: splitMode 'layer' · gpus 1
  [SplitMode]`;
