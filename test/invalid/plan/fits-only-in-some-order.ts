/** Small pods that shut a large one out. */
import { l40s, large, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = { pools: { gpus: l40s(2, 4), cpu }, models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) } };

export const report = `test.models.b: of 1 pod on gpus (2 nodes) one finds no node in some order of arrival: the scheduler spreads pods, and the others can leave too little on every node.
  fits with: 5 nodes in pool gpus · priority 'interactive' for b · a pool of its own for b with 1 such node
  [FitsOnlyInSomeOrder]`;
