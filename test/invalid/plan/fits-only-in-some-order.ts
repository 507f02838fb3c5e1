/** Small pods that shut a large one out. */
import { l40s, large, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(2, 4), cpu },
  models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) },
};

export const report = `test.models.b: 1 pod on gpus (2 nodes): in some scheduling orders it does not fit, since the scheduler spreads pods and the other pods can leave too little free on every node.
  fits with: 5 nodes in pool gpus · priority 'interactive' for b · a separate pool for b with 1 node of the same kind
  [FitsOnlyInSomeOrder]`;
