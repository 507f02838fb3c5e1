/** A flag that opens the server. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--slots': true }])];

export const report = `test.models.chat.flags['--slots']: --slots is never given: it shows the prompts of other tenants.
  fix: leave it out
  [ForbiddenFlag]`;
