/** A pool whose name is no label. */
import { changed } from './base';

export const inputs = [
  changed([['nodePools', 'L4 pool'], { on: 'cloud', instance: 'aws/g6.4xlarge', nodes: { min: 1, max: 1 } }]),
];

export const report = `test.nodePools['L4 pool']: 'L4 pool' is no name for a pool.
  allowed: a DNS label: lower-case letters, digits and inner hyphens
  [BadName]`;
