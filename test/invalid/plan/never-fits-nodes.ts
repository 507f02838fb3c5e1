/** Pods beyond half a node. */
import { cpus, type Parts } from '../../plan/fixtures/environment';
import { tiny } from './base';

export const parts: Parts = {
  pools: { cpu: cpus(3) },
  models: { a: tiny({ cpu: 20, replicas: 2 }), b: tiny({ cpu: 14, replicas: 3 }) },
};

export const report = `test.nodePools.cpu: the pods need at least 4 nodes of cpu (3 nodes) for CPU cores: a 2 × 20 cores, b 3 × 14 cores, weights-server 2 × 0.5 cores, loaders 1 × 0.25 cores, collector 1 × 0.1 cores.
  fits with: 5 nodes in pool cpu · replicas 1 of b · a separate pool for b with 2 nodes of the same kind
  [NeverFits]`;
