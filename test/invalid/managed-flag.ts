/** A flag that a setting stands for. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--ctx-size': 4096 }])];

export const report = `test.models.chat.flags['--ctx-size']: --ctx-size is not for an environment to set.
  fix: use the setting that stands for it, or leave it out
  [ManagedFlag]`;
