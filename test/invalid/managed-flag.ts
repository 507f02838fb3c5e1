/** A flag that a setting stands for. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--ctx-size': 4096 }])];

export const report = `test.models.chat.flags['--ctx-size']: --ctx-size follows from settings.contextLength.
  fix: set settings.contextLength of the model, and leave the flag out
  [ManagedFlag]`;
