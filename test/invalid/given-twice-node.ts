/** A node twice in a pool. */
import { changed } from './base';

export const inputs = [
  changed([
    ['nodePools', 'sliced', 'nodes'],
    ['rack-3', 'rack-3'],
  ]),
];

export const report = `test.nodePools.sliced.nodes[1]: node 'rack-3' stands at test.nodePools.sliced.nodes[0] already.
  fix: leave out one of the two
  [GivenTwice]`;
