/** No slots. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'parallel'], 0])];

export const report = `test.models.chat.settings.parallel: 0 is out of range.
  allowed: a whole number from 1 to 1024
  [OutOfRange]`;
