/** More GPUs than there are. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = { pools: { gpus: l40s(1, 4), cpu }, models: { a: small({ replicas: 3 }), b: small({ replicas: 2 }) } };

export const report = `test.nodePools.gpus: 5 nvidia.com/gpu are wanted of gpus (1 node), and 4 nvidia.com/gpu are offered: a 3 × 1 nvidia.com/gpu, b 2 × 1 nvidia.com/gpu.
  fits with: 2 nodes in pool gpus · replicas 2 of a · replicas 1 of b · a pool of its own for a with 1 such node
  [NeverFits]`;
