/** Two machines with two A100 each: a small environment of which one field at a time is changed. */
import { defineEnvironment, gib, mib, type EnvironmentInput } from '../../../lib';
import { catalog, nfsDriver } from '../../../overlays/base';

export const rack = (change: object): EnvironmentInput =>
  defineEnvironment({
    name: 'rack',
    delivery: 'kubectl',
    catalog,
    prerequisites: [nfsDriver],
    cluster: {
      id: 'rack',
      dns: { addresses: ['10.96.0.10/32'] },
      weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(50), bandwidth: mib(100) },
    },
    nodePools: {
      gpu: {
        on: 'metal',
        nodes: 2,
        hardware: {
          gpu: 'NVIDIA-A100-SXM4-80GB',
          gpus: 2,
          cpu: 32,
          memory: gib(128),
          ephemeralStorage: gib(400),
          diskBandwidth: mib(500),
        },
        ...change,
      },
    },
    models: {
      first: {
        weights: 'qwen2.5:0.5b',
        settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
        pools: ['gpu'],
        gpus: 1,
        cpu: 1,
        replicas: 1,
      },
    },
  });
export const sliced = rack({ sharing: { by: 'mig', profile: '1g.10gb' } });
export const byOwnLabel = rack({ labels: { pool: 'gpu' } });
