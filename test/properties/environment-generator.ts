/** Random environments of the kind that people write: mostly right, sometimes too large, with every feature in its turn. */
import fc from 'fast-check';
import { gib, gigabytes, mib, type EnvironmentInput } from '../../lib';
import { models } from '../../overlays/models';

type Pools = EnvironmentInput['nodePools'];
type Pool = Pools[string];
type Models = NonNullable<EnvironmentInput['models']>;
type Fleets = NonNullable<EnvironmentInput['ollama']>;

const integer = (min: number, max: number) => fc.integer({ min, max });

/** A pool with what a workload must know of it. */
interface GeneratedPool {
  readonly pool: Pool;
  /** GPUs that one pod may ask for; none without GPUs. */
  readonly gpusPerPod: readonly number[];
  readonly spot: boolean;
  readonly shared: boolean;
}

const metalGpu = (name: string): fc.Arbitrary<GeneratedPool> =>
  fc.record({ nodes: integer(2, 6), gpus: fc.constantFrom(2, 4, 8), product: fc.constantFrom('NVIDIA-L40S', 'NVIDIA-H100-80GB-HBM3', 'NVIDIA-A100-SXM4-80GB') }).map(({ nodes, gpus, product }) => ({
    pool: {
      on: 'metal',
      nodes: Array.from({ length: nodes }, (_, i) => `${name}-${i}`),
      hardware: {
        gpu: product, gpus, cpu: 16 * gpus, memory: gib(96 * gpus), ephemeralStorage: gib(400 * gpus), diskBandwidth: gigabytes(3),
        nvme: [{ path: '/mnt/nvme0', capacity: gib(900), volumes: 1 }],
      },
    },
    gpusPerPod: [1, 2],
    spot: false,
    shared: false,
  }));

const sharedGpu = (name: string): fc.Arbitrary<GeneratedPool> =>
  fc.record({ nodes: integer(1, 4), sharing: fc.constantFrom({ by: 'time-slicing', replicas: 2 } as const, { by: 'mps', replicas: 2 } as const, { by: 'mig', profile: '3g.40gb' } as const) }).map(({ nodes, sharing }) => ({
    pool: {
      on: 'metal',
      nodes: Array.from({ length: nodes }, (_, i) => `${name}-${i}`),
      hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 4, cpu: 64, memory: gib(512), ephemeralStorage: gib(1600), diskBandwidth: gigabytes(3) },
      sharing,
    },
    gpusPerPod: [1],
    spot: false,
    shared: true,
  }));

const cloudGpu = (instance: string, spot: boolean): fc.Arbitrary<GeneratedPool> =>
  integer(3, 10).map((max) => ({
    pool: { on: 'cloud', instance, nodes: { min: spot ? 0 : 1, max }, capacity: spot ? 'spot' : 'on-demand' },
    gpusPerPod: [1],
    spot,
    shared: false,
  }));

const cpuPool: fc.Arbitrary<GeneratedPool> = integer(2, 8).map((max) => ({
  pool: { on: 'cloud', instance: 'aws/m7i.8xlarge', nodes: { min: 1, max }, ephemeralStorage: gib(300), diskBandwidth: mib(500) },
  gpusPerPod: [],
  spot: false,
  shared: false,
}));

/** Weights by what they need: those that fit any GPU of the generator with short contexts, and some that often do not. */
const small = ['llama-3.2-3b-instruct/Q4_K_M', 'qwen2.5:3b', 'qwen2.5:1.5b', 'llama3.2:3b', 'qwen2.5:7b', 'llama-3.1-8b-instruct/Q4_K_M'] as const;
const large = ['qwen2.5:32b', 'llama-3.3-70b-instruct/Q4_K_M'] as const;
const tags = ['llama3.1:8b', 'llama3.2:3b', 'qwen2.5:7b', 'qwen2.5:3b'] as const;

const settings = fc.record({ contextLength: fc.constantFrom(2048, 4096, 8192), parallel: integer(1, 4), maxOutputLength: fc.constantFrom(128, 256, 512) });

type Named = readonly [string, GeneratedPool];

function model(pools: readonly Named[], autoscaled: boolean): fc.Arbitrary<Models[string]> {
  return fc.record({
    weights: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...small) }, { weight: 1, arbitrary: fc.constantFrom(...large) }),
    settings,
    chosen: fc.constantFrom(...pools),
    withFallback: fc.boolean(),
    gpus: integer(0, 1),
    min: integer(1, 2),
    more: integer(0, 2),
    priority: fc.constantFrom('interactive', 'standard', 'batch'),
  }).map(({ weights, settings: wanted, chosen: [name, pool], withFallback, gpus, min, more, priority }) => {
    const [fallback] = pool.spot && withFallback ? pools.filter(([, other]) => !other.spot && other.gpusPerPod.length > 0 && !other.shared) : [];
    return {
      weights,
      settings: wanted,
      pools: fallback === undefined ? [name] : [name, fallback[0]],
      gpus: pool.gpusPerPod[Math.min(gpus, pool.gpusPerPod.length - 1)] ?? 0,
      cpu: pool.gpusPerPod.length > 0 ? 2 : 8,
      replicas: autoscaled && more > 0 ? { min, max: min + more } : min,
      priority: pool.spot && fallback === undefined ? 'batch' : priority,
    };
  });
}

function fleet(pools: readonly Named[]): fc.Arbitrary<Fleets[string]> {
  return fc.record({
    models: fc.uniqueArray(fc.constantFrom(...tags), { minLength: 1, maxLength: 2 }),
    settings: settings.map((wanted) => ({ ...wanted, parallel: 1 })),
    chosen: fc.constantFrom(...pools),
    replicas: integer(1, 2),
  }).map(({ models: [first = 'llama3.2:3b', ...others], settings: wanted, chosen: [name, pool], replicas }) => ({
    models: [first, ...others],
    settings: wanted,
    pools: [name],
    gpus: pool.gpusPerPod[0] ?? 0,
    cpu: 4,
    replicas,
    priority: pool.spot ? 'batch' : 'standard',
  }));
}

const poolSets: readonly fc.Arbitrary<readonly Named[]>[] = [
  fc.tuple(metalGpu('rack'), cpuPool).map(([gpu, cpu]) => [['gpu', gpu], ['cpu', cpu]]),
  fc.tuple(sharedGpu('shared'), metalGpu('rack')).map(([shared, gpu]) => [['shared', shared], ['gpu', gpu]]),
  fc.tuple(cloudGpu('aws/g6e.2xlarge', true), cloudGpu('aws/g6e.2xlarge', false), cpuPool).map(([spot, lasting, cpu]) => [['spot', spot], ['gpu', lasting], ['cpu', cpu]]),
];

/** An environment that may or may not be accepted. */
export const generatedEnvironment: fc.Arbitrary<EnvironmentInput> = fc
  .tuple(fc.oneof(...poolSets), fc.boolean())
  .chain(([pools, autoscaled]) => fc.record({
    pools: fc.constant(pools),
    autoscaled: fc.constant(autoscaled),
    models: fc.array(model(pools, autoscaled), { minLength: 1, maxLength: 4 }),
    fleets: fc.array(fleet(pools), { maxLength: 1 }),
    delivery: fc.constantFrom('kubectl', 'pulumi', 'gitops'),
  }))
  .map(({ pools, autoscaled, models: served, fleets, delivery }) => ({
    name: 'generated',
    delivery,
    catalog: { models },
    cluster: {
      id: 'generated',
      metrics: autoscaled ? 'prometheus-adapter' : 'none',
      gateway: { namespace: 'gateway', podLabels: { app: 'gateway' } },
      monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
      weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(600), bandwidth: gigabytes(2) },
    },
    prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' }],
    nodePools: Object.fromEntries(pools.map(([name, { pool }]) => [name, pool])),
    models: Object.fromEntries(served.map((each, i) => [`model-${i}`, each])),
    ollama: Object.fromEntries(fleets.map((each, i) => [`fleet-${i}`, each])),
  }));
