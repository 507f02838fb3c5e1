/** A flag in its second spelling. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--temperature': 0.7 }])];

export const report = `test.models.chat.flags['--temperature']: --temperature is another spelling.
  did you mean: --temp
  [FlagAlias]`;
