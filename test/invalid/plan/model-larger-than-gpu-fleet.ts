/** A fleet with a model that is too large by itself. */
import { l40s, type Parts } from '../../plan/fixtures/environment';
import { cpu, g6, settings } from './base';

export const parts: Parts = {
  pools: { l4: { ...g6, nodes: { min: 1, max: 3 } }, gpus: l40s(1, 4), cpu },
  ollama: {
    o: {
      models: ['qwen2.5:32b'],
      settings: { ...settings, contextLength: 32768, parallel: 1 },
      pools: ['l4'],
      gpus: 1,
      replicas: 1,
    },
  },
};

export const report = `test.ollama.o: qwen2.5:32b needs 27 749 MiB on one NVIDIA-L4 of pool l4 (21 651 MiB usable): weights 18 509, KV cache 8 192, compute 449, context 600.
  fits with: contextLength 8192 · gpus 1 on pool gpus · gpus 1 on a pool of aws/g6e.xlarge
  [ModelDoesNotFit]`;
