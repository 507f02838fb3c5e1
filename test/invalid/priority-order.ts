/** Priorities that do not fall. */
import { changed } from './base';

export const inputs = [changed([['priorities'], { batch: 20000 }])];

export const report = `test.priorities.standard: standard (10000) is not above batch (20000).
  fix: standard above 20000 · batch below 10000
  [PriorityOrder]`;
