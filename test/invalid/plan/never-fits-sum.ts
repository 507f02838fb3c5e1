/** More GPUs than there are. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 4), cpu },
  models: { a: small({ replicas: 3 }), b: small({ replicas: 2 }) },
};

export const report = `test.nodePools.gpus: the pods on gpus (1 node) request 5 nvidia.com/gpu, but the nodes offer only 4 nvidia.com/gpu: a 3 × 1 nvidia.com/gpu, b 2 × 1 nvidia.com/gpu.
  fits with: 2 nodes in pool gpus · replicas 2 of a · replicas 1 of b · sharing { by: 'time-slicing', replicas: 2 } in pool gpus · gpus 0 and cpu 2 of a · gpus 0 and cpu 2 of b · a separate pool for a with 1 node of the same kind
  [NeverFits]`;
