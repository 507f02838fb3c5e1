/** A laptop: one node without a GPU, tiny models, one claim of the default class, nothing to install beforehand. */
import { defineEnvironment, gib, gigabytes, mib } from 'corral';
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
      // Clusters on a laptop run few DaemonSets: that of kind for its network requests 0.1 cores.
      daemons: { cpu: 0.25, memory: mib(512) },
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
  // Reached by a port-forward: npm run key -- new --client default
  gateway: { tls: 'none', expose: { by: 'cluster' }, replicas: 1, clients: { default: { models: 'all' } } },
});
