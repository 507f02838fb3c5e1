/** A model of a registry on a claim whose layout has GGUF files at the paths of the catalogue. */
import { gib, gigabytes } from '../../../lib/core/bytes';
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  cluster: {
    weights: {
      kind: 'existing',
      claimName: 'models',
      layout: 'paths',
      read: 'staged',
      capacity: gib(100),
      bandwidth: gigabytes(1),
    },
  },
  pools: { gpus: l40s(1, 4), cpu },
  models: {
    a: small({ weights: 'qwen2.5:0.5b', settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 } }),
  },
};

export const report = `test.cluster.weights.layout: 'qwen2.5:0.5b' comes from qwen2.5:0.5b, and the layout 'paths' has no path for its files.
  fix: layout 'paths' for GGUF files at their paths in the catalogue · layout 'hub-cache' for models of a hub that are locked with their commit · \
layout 'ollama-models' for tags of Ollama
  [NoPathOnClaim]`;
