/** A model larger than its GPU. */
import { l40s, large, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(2, 4), cpu },
  models: { big: large({ gpus: 1, replicas: 2, settings: { ...settings, parallel: 4 } }) },
};

export const report = `test.models.big: needs 51 044 MiB on one NVIDIA-L40S of pool gpus (43 303 MiB usable): weights 39 980, KV cache 10 240, compute 225, context 600.
  fits with: contextLength 1792 · gpus 2 · gpus 1 on a pool of aws/g7e.2xlarge
  [ModelDoesNotFit]`;
