/** A text where the flag takes a number. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--temp': 'hot' }])];

export const report = `test.models.chat.flags['--temp']: --temp cannot be "hot".
  allowed: a number
  [FlagValue]`;
