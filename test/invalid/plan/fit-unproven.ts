/** Pods for which neither proof is found. */
import { cpus, type Parts } from '../../plan/fixtures/environment';
import { tiny } from './base';

export const parts: Parts = {
  pools: { cpu: cpus(16) },
  models: { a: tiny({ cpu: 10.8, replicas: 9 }), b: tiny({ cpu: 10.4, replicas: 36 }) },
};

export const report = `test.nodePools.cpu: neither a placement of all pods on cpu (16 nodes) nor a proof that none exists was found; pods that were not placed: 2 of b.
  fits with: 24 nodes in pool cpu · a separate pool for b with 12 nodes of the same kind
  [FitUnproven]`;
