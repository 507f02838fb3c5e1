/** A model whose experts fit the GPU only in part. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 1), cpu },
  models: { a: small({ weights: 'gpt-oss-120b/MXFP4', settings }) },
};

export const report = `test.models.a: needs 61 178 MiB on one NVIDIA-L40S of pool gpus (43 303 MiB usable): weights 59 852, KV cache 630, compute 96, context 600.
  fits with: expertLayersOnHost 12 · gpus 1 on a pool of aws/g7e.2xlarge
  [ModelDoesNotFit]`;
