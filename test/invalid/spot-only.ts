/** A model that people wait for, on spot nodes only. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'pools'], ['l4-spot']])];

export const report = `test.models.chat.pools: priority is 'interactive' and every pool is spot, which can be lost all at once.
  fix: add an on-demand pool at the end · priority 'standard'
  [SpotOnly]`;
