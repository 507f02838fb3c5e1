/** A laptop: one node without a GPU, tiny models, one claim of the default class, nothing to install beforehand. */
import { defineEnvironment, gib, gigabytes } from 'corral';
import { catalog } from './base';

export const local = defineEnvironment({
  name: 'local',
  delivery: 'kubectl',
  catalog,
  cluster: {
    id: 'laptop',
    dns: { nodeLocalDns: false },
    runtimeClass: 'none',
    weights: { kind: 'direct', capacity: gib(8), bandwidth: gigabytes(1) },
  },
  nodePools: {
    laptop: {
      on: 'metal',
      nodes: 1,
      hardware: { cpu: 6, memory: gib(10), ephemeralStorage: gib(20), diskBandwidth: gigabytes(1) },
    },
  },
  models: {
    smollm2: {
      weights: 'smollm2-1.7b-instruct/Q4_K_M',
      settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 },
      pools: ['laptop'],
      cpu: 2,
      replicas: 1,
    },
    qwen: {
      weights: 'qwen2.5:0.5b',
      settings: { contextLength: 4096, parallel: 1, maxOutputLength: 256 },
      pools: ['laptop'],
      cpu: 1,
      replicas: 1,
    },
  },
});
