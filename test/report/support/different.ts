/** An environment whose models all differ: in names, weights, contexts, slots, replicas, priorities and pools. */
import { gib, gigabytes, mib, type EnvironmentInput } from '../../../lib';
import { monitoring, neighbours, nfsDriver } from '../../../overlays/base';
import { models as known } from '../../../overlays/models';

/** Models of several sizes and architectures; each has a place on one GPU. */
const weights = [
  'smollm2-1.7b-instruct/Q4_K_M',
  'gemma-2-2b-it/Q4_K_M',
  'deepseek-r1-distill-llama-8b/Q4_K_M',
  'deepseek-r1-distill-qwen-7b/Q4_K_M',
  'deepseek-r1-distill-qwen-14b/Q4_0',
] as const;

const priorities = ['interactive', 'standard', 'batch'] as const;
/** Pools of the environment: a fifth of them without GPUs. */
const poolCount = 20;

/** An environment with that many models, of which none is like another. */
export function differentModels(count: number): EnvironmentInput {
  const nodes = { min: 1, max: count };
  const disks = { ephemeralStorage: gib(600), diskBandwidth: mib(500) };
  const poolOf = (i: number): string => `pool-${i % poolCount}`;
  const hasGpu = (i: number): boolean => i % 5 !== 0;
  return {
    name: 'different',
    delivery: 'kubectl',
    catalog: { models: Object.fromEntries(weights.map((key) => [key, known[key]])) },
    cluster: {
      id: 'different',
      metrics: 'prometheus-adapter',
      dns: { addresses: ['10.96.0.10/32'] },
      monitoring: neighbours.monitoring,
      weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(200), bandwidth: gigabytes(10) },
    },
    prerequisites: [nfsDriver],
    monitoring,
    nodePools: Object.fromEntries(
      Array.from({ length: poolCount }, (_, i) => [
        poolOf(i),
        {
          on: 'cloud',
          instance: hasGpu(i) ? 'aws/g6e.12xlarge' : 'aws/m7i.4xlarge',
          nodes,
          labels: { pool: poolOf(i) },
          ...disks,
        },
      ]),
    ),
    models: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `team-${i % 37}-${'model'.slice(0, 1 + (i % 5))}-${i}`,
        {
          weights: weights[hasGpu(i) ? i % weights.length : 0],
          settings: { contextLength: 1024 + 4 * i, parallel: 1 + (i % 3), maxOutputLength: 128 + (i % 256) },
          pools: [poolOf(i)],
          ...(hasGpu(i) ? { gpus: 1 } : {}),
          cpu: 2,
          priority: priorities[i % priorities.length],
          replicas: { min: 1, max: 1 + (i % 3) },
        },
      ]),
    ),
  } as EnvironmentInput;
}
