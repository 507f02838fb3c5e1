/** A scale-up that could take a minimum. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 4, { contention: 'by-priority' }), cpu },
  models: { a: small({ replicas: { min: 1, max: 4 } }), b: small({ replicas: { min: 1, max: 2 } }) },
};

export const report = `test.models.b: 1 pod must run on gpus, but a scale-up of a (same priority) can take the place of a pod that restarts.
  fits with: priority 'interactive' for b · 2 nodes in pool gpus · replicas.max 3 of a · sharing { by: 'time-slicing', replicas: 2 } in pool gpus · gpus 0 and cpu 2 of a · priority 'interactive' for a · a separate pool for a with 1 node of the same kind
  [ScaleUpTakesMinimum]`;
