/** One name for two models, in a store that all pods read in place. */
import { gib, gigabytes } from '../../../lib/core/bytes';
import { cpus, type Parts } from '../../plan/fixtures/environment';
import { settings } from './base';

const fleet = (from: string) => ({
  models: [{ name: 'llama3', from }] as const,
  settings,
  pools: ['node'] as const,
  cpu: 4,
  replicas: 1,
});

export const parts: Parts = {
  cluster: { weights: { kind: 'direct', capacity: gib(100), bandwidth: gigabytes(1) } },
  pools: { node: cpus(1) },
  ollama: { a: fleet('llama3.1:8b'), b: fleet('llama3.2:3b') },
};

export const report = `test.ollama: two fleets give one name to different models, and their pods read the same store: manifests/registry.ollama.ai/library/llama3/latest.
  fix: another name in one of them
  [StoreNameTwice]`;
