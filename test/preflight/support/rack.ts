/** Two machines with GPUs: a small environment of which one field at a time is changed. */
import { defineEnvironment, gib, mib, type EnvironmentInput } from '../../../lib';
import type { Hardware } from '../../../lib/environment/node-pool';
import { catalog, nfsDriver } from '../../../overlays/base';
import { arc } from '../../plan/fixtures/intel';

/** @param pool fields of the pool beside its hardware */
export const rackOf = (gpu: Pick<Hardware, 'gpu' | 'gpus' | 'deviceGroups'>, pool: object): EnvironmentInput =>
  defineEnvironment({
    name: 'rack',
    delivery: 'kubectl',
    catalog: { ...catalog, gpus: { [arc.product]: arc } },
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
        hardware: { ...gpu, cpu: 32, memory: gib(128), ephemeralStorage: gib(400), diskBandwidth: mib(500) },
        ...pool,
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

/** With two A100 each. */
export const rack = (pool: object): EnvironmentInput => rackOf({ gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 }, pool);
export const sliced = rack({ sharing: { by: 'mig', profile: '1g.10gb' } });
export const byOwnLabel = rack({ labels: { pool: 'gpu' } });
