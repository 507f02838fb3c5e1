/**
 * A small valid environment that uses most of what an overlay can say; each file beside this one changes one thing in
 * it.
 */
import { gib, gigabytes, mib } from '../../lib/core/bytes';
import type { Model } from '../../lib/catalog/model';
import type { EnvironmentInput } from '../../lib/environment/environment';

const hash = (digit: string): string => digit.repeat(64);

/** A model as the lock would have it, small and made up. */
export const smallModel: Model = {
  origin: { from: 'huggingface', repo: 'example/small-GGUF' },
  files: [{ path: 'small-Q4_K_M.gguf', sha256: hash('a'), bytes: 1_000_000, bytesFrom: 'stated' }],
  quantisation: 'Q4_K_M',
  architecture: {
    architecture: 'llama',
    blockCount: 4,
    contextLength: 8192,
    embeddingLength: 64,
    feedForwardLength: 256,
    headCount: 4,
    headCountKv: 2,
    keyLength: 16,
    valueLength: 16,
    vocabularySize: 1000,
  },
  tensors: {
    from: 'header',
    inputBytes: 100_000,
    outputBytes: 100_000,
    tied: false,
    layers: [{ layers: 4, bytes: 200_000 }],
  },
};

export const ollamaModel = (tag: string, digit: string): Model => ({
  ...smallModel,
  origin: {
    from: 'ollama',
    tag,
    manifestDigest: `sha256:${hash(digit)}`,
    layers: [{ mediaType: 'model', digest: `sha256:${hash(digit)}`, bytes: 1_000_000 }],
  },
  files: [{ path: 'model', sha256: hash(digit), bytes: 1_000_000, bytesFrom: 'stated' }],
});

const settings = { contextLength: 4096, parallel: 2, maxOutputLength: 1024 } as const;

/** Named nodes with two GPUs and a disk for static volumes. */
const racks = {
  on: 'metal',
  nodes: ['rack-1', 'rack-2'],
  hardware: {
    gpu: 'NVIDIA-L40S',
    gpus: 2,
    cpu: 32,
    memory: gib(256),
    ephemeralStorage: gib(800),
    diskBandwidth: gigabytes(2),
    nvme: [{ path: '/mnt/nvme0', capacity: gib(1000), volumes: 2 }],
  },
} as const;

export const base = {
  name: 'test',
  delivery: 'kubectl',
  cluster: {
    id: 'test-cluster',
    metrics: 'prometheus-adapter',
    monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/export', capacity: gib(500), bandwidth: gigabytes(1) },
    storageTiers: { 'fast-ssd': { storageClass: 'topolvm', bandwidth: gigabytes(1) } },
  },
  nodePools: {
    racks,
    l4: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 1, max: 4 } },
    'l4-spot': { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 4 }, capacity: 'spot' },
    shared: {
      on: 'cloud',
      instance: 'aws/g5.2xlarge',
      nodes: { min: 1, max: 1 },
      sharing: { by: 'time-slicing', replicas: 4 },
    },
    sliced: {
      on: 'metal',
      nodes: ['rack-3'],
      sharing: { by: 'mig', profile: '1g.10gb' },
      hardware: {
        gpu: 'NVIDIA-H100-80GB-HBM3',
        gpus: 1,
        cpu: 32,
        memory: gib(256),
        ephemeralStorage: gib(800),
        diskBandwidth: gigabytes(2),
      },
    },
    cpus: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 1, max: 4 },
      ephemeralStorage: gib(200),
      diskBandwidth: mib(250),
    },
  },
  models: {
    chat: {
      weights: 'small/Q4_K_M',
      settings,
      pools: ['l4-spot', 'l4'],
      gpus: 1,
      replicas: { min: 1, max: 3 },
      priority: 'interactive',
    },
    legal: {
      weights: 'small/Q4_K_M',
      settings,
      pools: ['cpus'],
      cpu: 8,
      replicas: 1,
      local: { kind: 'csi', tier: 'fast-ssd' },
    },
  },
  ollama: {
    fleet: {
      models: ['small:1b', 'tiny:1b'],
      settings,
      pools: ['racks'],
      gpus: 1,
      replicas: 2,
      local: { kind: 'static' },
    },
  },
  prerequisites: [
    { kind: 'StorageClass', name: 'topolvm', providedBy: 'the TopoLVM chart' },
    { kind: 'Scraper', name: 'llama-servers', providedBy: 'Prometheus' },
  ],
  catalog: {
    models: {
      'small/Q4_K_M': smallModel,
      'small:1b': ollamaModel('small:1b', 'b'),
      'tiny:1b': ollamaModel('tiny:1b', 'c'),
    },
  },
} as const satisfies EnvironmentInput;

/** A field by its path, and its new value. */
export type Change = readonly [path: readonly string[], value: unknown];

function set(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const fields = target as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: set(fields[key], rest, value) };
}

/** What a gateway asks of the base: llama-servers have a key, which the scraper sends. */
export const prerequisitesWithKey = base.prerequisites.map((each) =>
  each.kind === 'Scraper' ? { ...each, authorization: 'Bearer' } : each,
);
export const scraperSends: Change = [['prerequisites'], prerequisitesWithKey];

/** The base with some of its fields given other values; a field that is given `undefined` is left out. */
export const changed = (...changes: readonly Change[]): unknown =>
  changes.reduce<unknown>((input, [path, value]) => set(input, path, value), base);

/** The base with rights in one namespace: a store on a class that exists, and no volume that the environment makes. */
export const namespaced = (cluster: object = {}, ...changes: readonly Change[]): unknown => {
  const { metrics, monitoring, dns, storageTiers } = base.cluster;
  return changed(
    [
      ['cluster'],
      {
        id: 'test-cluster',
        scope: 'namespaced',
        namespace: 'team',
        metrics,
        monitoring,
        dns,
        storageTiers,
        weights: { kind: 'class', storageClass: 'cephfs', capacity: gib(500), bandwidth: gigabytes(1) },
        ...cluster,
      },
    ],
    [['ollama'], {}],
    ...changes,
  );
};
