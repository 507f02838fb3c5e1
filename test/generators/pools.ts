/** Random node pools: racks of one's own, shared cards and machines of a cloud. */
import fc from 'fast-check';
import { gib, gigabytes, mib, type EnvironmentInput } from '../../lib';

export type PoolInput = EnvironmentInput['nodePools'][string];

/** A pool with what a workload must know of it. */
export interface GeneratedPool {
  readonly pool: PoolInput;
  /** Units that a node offers to pods: cards, shares or slices; none without GPUs. */
  readonly unitsPerNode: number;
  /** Units that one pod may ask for; none without GPUs. */
  readonly gpusPerPod: readonly number[];
  readonly spot: boolean;
  readonly shared: boolean;
}

/** A pool by name. */
export type Named = readonly [string, GeneratedPool];

interface Count {
  readonly min: number;
  readonly max: number;
}

const named = (name: string, nodes: number): readonly string[] =>
  Array.from({ length: nodes }, (_, i) => `${name}-${i}`);

/** Racks with whole cards. */
export const metalGpu = (
  name: string,
  count: Count = { min: 2, max: 6 },
  cards: readonly number[] = [2, 4, 8],
): fc.Arbitrary<GeneratedPool> =>
  fc
    .record({
      nodes: fc.integer(count),
      gpus: fc.constantFrom(...cards),
      product: fc.constantFrom('NVIDIA-L40S', 'NVIDIA-H100-80GB-HBM3', 'NVIDIA-A100-SXM4-80GB'),
    })
    .map(({ nodes, gpus, product }) => ({
      pool: {
        on: 'metal',
        nodes: named(name, nodes),
        hardware: {
          gpu: product,
          gpus,
          cpu: 16 * gpus,
          memory: gib(96 * gpus),
          ephemeralStorage: gib(400 * gpus),
          diskBandwidth: gigabytes(3),
          nvme: [{ path: '/mnt/nvme0', capacity: gib(900), volumes: 1 }],
        },
      },
      unitsPerNode: gpus,
      gpusPerPod: [1, 2],
      spot: false,
      shared: false,
    }));

/** Racks whose cards several pods share. */
export const sharedGpu = (name: string, count: Count = { min: 1, max: 4 }): fc.Arbitrary<GeneratedPool> =>
  fc
    .record({
      nodes: fc.integer(count),
      sharing: fc.constantFrom(
        { by: 'time-slicing', replicas: 2 } as const,
        { by: 'mps', replicas: 2 } as const,
        { by: 'mig', profile: '3g.40gb' } as const,
      ),
    })
    .map(({ nodes, sharing }) => ({
      pool: {
        on: 'metal',
        nodes: named(name, nodes),
        hardware: {
          gpu: 'NVIDIA-A100-SXM4-80GB',
          gpus: 4,
          cpu: 64,
          memory: gib(512),
          ephemeralStorage: gib(1600),
          diskBandwidth: gigabytes(3),
        },
        sharing,
      },
      unitsPerNode: 8,
      gpusPerPod: [1],
      spot: false,
      shared: true,
    }));

/** Machines with one card each. */
export const cloudGpu = (
  instance: string,
  spot: boolean,
  count: Count = { min: 3, max: 10 },
): fc.Arbitrary<GeneratedPool> =>
  fc.integer(count).map((max) => ({
    pool: { on: 'cloud', instance, nodes: { min: spot ? 0 : 1, max }, capacity: spot ? 'spot' : 'on-demand' },
    unitsPerNode: 1,
    gpusPerPod: [1],
    spot,
    shared: false,
  }));

/** Machines without cards: loaders, the weights server, and models that need none. */
export const cpuPool: fc.Arbitrary<GeneratedPool> = fc.integer({ min: 2, max: 8 }).map((max) => ({
  pool: {
    on: 'cloud',
    instance: 'aws/m7i.8xlarge',
    nodes: { min: 1, max },
    ephemeralStorage: gib(300),
    diskBandwidth: mib(500),
  },
  unitsPerNode: 0,
  gpusPerPod: [],
  spot: false,
  shared: false,
}));
