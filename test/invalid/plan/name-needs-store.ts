/** An alias for a tag of a claim that is only read. */
import { gib, gigabytes } from '../../../lib/core/bytes';
import { l40s, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  cluster: {
    weights: {
      kind: 'existing',
      claimName: 'models',
      layout: 'ollama-models',
      read: 'staged',
      capacity: gib(100),
      bandwidth: gigabytes(1),
    },
  },
  pools: { gpus: l40s(1, 4), cpu },
  ollama: {
    o: {
      models: ['llama3.2:3b', { name: 'llama3.2', from: 'llama3.2:3b' }],
      settings,
      pools: ['gpus'],
      gpus: 1,
      replicas: 1,
    },
  },
};

export const report = `test.ollama: 'llama3.2:latest' of 'llama3.2:3b' needs a manifest, and the store is a claim of others, which is only read.
  fix: name tags as the claim has them · cluster.weights of a kind that loaders fill
  [NameNeedsStore]`;
