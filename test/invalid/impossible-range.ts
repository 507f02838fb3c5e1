/** A pool with more nodes at least than at most. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'nodes'], { min: 4, max: 2 }])];

export const report = `test.nodePools.l4.nodes: min 4 is above max 2.
  allowed: min up to 2 · max from 4
  [ImpossibleRange]`;
