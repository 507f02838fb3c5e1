/** A laptop: one node without a GPU, a small model, one claim of the default class, nothing to install beforehand. */
import { defineEnvironment, gib, gigabytes } from 'corral';
import { catalog, serve } from './base.ts';

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
    smollm2: { ...serve.smollm2, pools: ['laptop'], replicas: 1 },
  },
  // Reached by a port-forward: npm run key -- new --client default
  gateway: { tls: 'none', expose: { by: 'cluster' }, replicas: 1, clients: { default: { models: 'all' } } },
});
