/** Pods too large to share a node. */
import { l40s, large, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = { pools: { gpus: l40s(2, 5), cpu }, models: { a: large({ gpus: 3, replicas: 3 }) } };

export const report = `test.nodePools.gpus: 3 pods on gpus (2 nodes) request 3 nvidia.com/gpu or more each, but only 2 such pods fit: a 3 × 3 nvidia.com/gpu.
  fits with: 3 nodes in pool gpus · replicas 2 of a · a separate pool for a with 3 nodes of the same kind
  [NeverFits]`;
