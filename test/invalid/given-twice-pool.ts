/** A pool twice in an order of preference. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'pools'],
    ['l4', 'l4'],
  ]),
];

export const report = `test.models.chat.pools[1]: pool 'l4' stands at test.models.chat.pools[0] already.
  fix: leave out one of the two
  [GivenTwice]`;
