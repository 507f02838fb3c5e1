/** Models that Ollama would not keep together. */
import { l40s, type Parts } from '../../plan/fixtures/environment';
import { cpu, g6, settings } from './base';

export const parts: Parts = {
  pools: { l4: { ...g6, nodes: { min: 1, max: 3 } }, gpus: l40s(1, 4), cpu },
  ollama: {
    o: { models: ['llama3.1:8b', 'qwen2.5:14b', 'qwen2.5:7b'], settings, pools: ['l4'], gpus: 1, replicas: 1 },
  },
};

export const report = `test.ollama.o: 3 models may be loaded at the same time on pool l4, but Ollama predicts 5 363 MiB for qwen2.5:7b, which is more than 80 % of the 3 461 MiB that are free next to llama3.1:8b, qwen2.5:14b, and it unloads a model to make space.
  fits with: maxLoadedModels 2 with swap 'accepted' · contextLength 2048 · gpus 1 on pool gpus · gpus 1 on a pool of aws/g6e.xlarge
  [ModelsDoNotLoadTogether]`;
