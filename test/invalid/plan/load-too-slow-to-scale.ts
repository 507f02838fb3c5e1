/** A load too slow for an autoscaler. */
import { l40s, large, type Parts } from '../../plan/fixtures/environment';
import { cpu, nfs } from './base';

export const parts: Parts = {
  cluster: nfs(2000, 110),
  pools: { gpus: l40s(4, 4), cpu },
  models: { a: large({ replicas: { min: 1, max: 6 } }) },
};

export const report = `test.models.a: loads in 40 min 8 s (38 min 39 s of staging: 39.6 GiB × 6 readers over 0.12 GB/s, and hashing at 0.40 GB/s; 1 min 29 s to start: 2 × 39.6 GiB over 3.00 GB/s, plus 60 s), but an autoscaler waits at most 30 min before it adds the next pod.
  fits with: replicas 6 · replicas.max 4
  [LoadTooSlowToScale]`;
