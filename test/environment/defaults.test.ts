/** What an overlay may leave out, and what stands in for it. */
import { expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import type { Families } from '../../lib/core/families';
import type { Environment, EnvironmentInput } from '../../lib/environment/environment';
import { parseEnvironment } from '../../lib/environment/complete';
import { base } from '../invalid/base';
import { reportOf } from '../invalid/read';
import type { ModelWorkload } from '../../lib/engines/llama-server/workload';
import type { OllamaFleetWorkload } from '../../lib/engines/ollama/workload';
import { fleetsOf, modelsOf } from '../plan/fixtures/servers';

const settings = { contextLength: 4096, parallel: 1, maxOutputLength: 512 };

/** The least that an overlay can say. */
const least: EnvironmentInput = {
  name: 'least',
  delivery: 'kubectl',
  cluster: {
    id: 'laptop',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/export', capacity: gib(10), bandwidth: mib(100) },
  },
  nodePools: {
    cloud: { on: 'cloud', instance: 'aws/g6.12xlarge', nodes: { min: 1, max: 1 } },
    metal: {
      on: 'metal',
      nodes: ['rack-1'],
      hardware: { cpu: 4, memory: gib(8), ephemeralStorage: gib(50), diskBandwidth: mib(200) },
    },
  },
  models: {
    'on GPU': { weights: 'small/Q4_K_M', settings, pools: ['cloud'], gpus: 2, replicas: 1 },
    'on-CPU': { weights: 'small/Q4_K_M', settings, pools: ['metal'], cpu: 2, replicas: 2 },
  },
  ollama: {
    fleet: { models: ['small:1b', 'tiny:1b'], settings, pools: ['cloud'], gpus: 1, replicas: 1 },
  },
  catalog: base.catalog,
};

function parsed(input: unknown): Environment {
  const { environment, faults } = parseEnvironment(input);
  expect(reportOf(faults)).toBe('');
  if (environment === undefined) throw new Error('no faults and no environment');
  return environment;
}

const environment = parsed(least);

test('a cluster', () => {
  expect(environment.cluster).toEqual({
    id: 'laptop',
    scope: 'cluster',
    existingQuotas: [],
    existingLimits: [],
    kubernetes: '1.36',
    namespaces: { serving: 'llm-serving', store: 'model-store', gateway: 'llm-gateway', nodes: 'llm-nodes' },
    families: ['IPv4'],
    userIds: 'ours',
    dns: {
      pods: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
      port: 53,
      addresses: ['169.254.20.10/32', '10.96.0.10/32'],
      nodeLocalDns: true,
      domain: 'cluster.local',
    },
    requestsFrom: undefined,
    monitoring: undefined,
    apiKey: undefined,
    metrics: 'none',
    runtimeClass: 'existing',
    priorityClasses: 'owned',
    weights: {
      kind: 'nfs',
      server: 'nfs.example',
      share: '/export',
      capacity: gib(10),
      bandwidth: mib(100),
      subDir: 'laptop',
      address: '10.96.0.15',
      mountOptions: ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'],
    },
    unusedWeights: 'report',
    devicePluginNamespace: 'gpu-operator',
    downloads: {
      hub: 'https://huggingface.co',
      registry: 'https://registry.ollama.ai',
      tokens: [],
      hubToken: undefined,
      endpoints: undefined,
      proxy: undefined,
      caBundle: undefined,
    },
    storageTiers: {},
  });
});

test('the address of weights servers, after the address of the DNS Service that is of the first family', () => {
  const store = { kind: 'class', storageClass: 'cephfs', capacity: gib(10), bandwidth: mib(100) } as const;
  const addressOf = (
    addresses: readonly [string, ...string[]],
    weights: object = store,
    families: Families = ['IPv4'],
  ) =>
    (
      parsed({ ...least, cluster: { ...least.cluster, families, dns: { addresses }, weights } }).cluster.weights as {
        readonly address?: string;
      }
    ).address;
  const both = ['169.254.25.10/32', 'fd00::a/128', '10.43.0.10/32', '10.43.0.11/32'] as const;
  expect(addressOf(['172.20.0.10/32'])).toBe('172.20.0.15');
  expect(addressOf(both, store, ['IPv4', 'IPv6'])).toBe('10.43.0.15');
  expect(addressOf(both, store, ['IPv6', 'IPv4'])).toBe('fd00::f');
  expect(addressOf(['fe80::a/128', 'fd00:10:96::a/128'], store, ['IPv6'])).toBe('fd00:10:96::f');
  expect(addressOf(['10.96.5.254/32'])).toBe('10.96.6.3');
  expect(addressOf(['10.96.0.10/32'], { ...store, address: '10.96.7.7' })).toBe('10.96.7.7');
});

test('a claim of others', () => {
  const claim = {
    kind: 'existing',
    claimName: 'models',
    layout: 'hub-cache',
    capacity: gib(10),
    bandwidth: mib(100),
  } as const;
  const at = (weights: object) => parsed({ ...least, cluster: { ...least.cluster, weights } }).cluster.weights;
  const inPlace = { ...claim, folder: 'hub', accessMode: 'ReadOnlyMany', proofsClass: 'nfs', reason: 'a fast filer' };
  expect(at({ ...inPlace, read: 'in-place' })).toEqual({ ...inPlace, read: 'in-place' });
  expect(at({ ...claim, read: 'staged' })).toEqual({ ...claim, read: 'staged', address: '10.96.0.15' });
});

test('an environment', () => {
  const { gitops, priorities, prerequisites, exemptions, amendments } = environment;
  expect({ gitops, priorities, prerequisites, exemptions, amendments }).toEqual({
    gitops: { tool: 'flux', namespace: 'flux-system', source: 'flux-system', interval: 600 },
    priorities: { critical: 1_000_000, interactive: 100_000, standard: 10_000, batch: 1000 },
    prerequisites: [],
    exemptions: [],
    amendments: [],
  });
});

test('a pool of a cloud', () => {
  const { instance, gpu, ...pool } = environment.nodePools.cloud ?? {};
  expect(pool).toEqual({
    name: 'cloud',
    on: 'cloud',
    architecture: 'amd64',
    capacity: 'on-demand',
    contention: 'reserved',
    pods: {},
    nodes: { min: 1, max: 1 },
    nodeNames: undefined,
    selector: [
      { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g6.12xlarge'] },
      { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
    ],
    taints: [],
    // 47 810 m and 178 933 MiB of the machine, less half a core and 512 MiB; 3 760 GB of NVMe, of which nine tenths.
    allocatable: { millicores: 47_310, memory: mib(178_421), ephemeralStorage: 3_384_000_000_000, pods: 234 },
    diskBandwidth: 1_000_000_000,
    nvme: [],
    spotNotice: undefined,
    usdPerNodeHour: 4.6016,
  });
  expect(instance?.type).toBe('g6.12xlarge');
  expect(gpu).toMatchObject({
    resource: 'nvidia.com/gpu',
    perNode: 4,
    unitsPerNode: 4,
    memoryMibPerUnit: 23_034,
    sharing: { by: 'none' },
  });
});

test("a pool of one's own machines", () => {
  expect(environment.nodePools.metal).toEqual({
    name: 'metal',
    on: 'metal',
    architecture: 'amd64',
    capacity: 'on-demand',
    contention: 'reserved',
    pods: {},
    nodes: { min: 1, max: 1 },
    nodeNames: ['rack-1'],
    selector: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['rack-1'] }],
    taints: [],
    allocatable: { millicores: 3500, memory: mib(7680), ephemeralStorage: gib(50), pods: 110 },
    gpu: undefined,
    diskBandwidth: mib(200),
    nvme: [],
    spotNotice: undefined,
    instance: undefined,
    usdPerNodeHour: undefined,
  });
});

test('a llama-server on two GPUs', () => {
  const [{ model, served, ...server } = {}] = modelsOf(environment) as readonly [Partial<ModelWorkload>?];
  expect(model).toEqual(base.catalog.models['small/Q4_K_M']);
  expect(served).toEqual([{ key: 'small/Q4_K_M', model }]);
  expect(server).toEqual({
    engine: 'llama-server',
    section: 'models',
    key: 'on GPU',
    name: 'on-gpu',
    pools: ['cloud'],
    gpus: 2,
    cpu: 4,
    memory: undefined,
    priority: 'standard',
    tokensPerSecond: undefined,
    weights: 'small/Q4_K_M',
    settings: {
      contextLength: 4096,
      parallel: 1,
      maxOutputLength: 512,
      cacheTypeK: 'f16',
      cacheTypeV: 'f16',
      kvCache: 'split',
      flashAttention: true,
      batchSize: 2048,
      ubatchSize: 512,
      gpuLayers: 'all',
      expertLayersOnHost: 0,
      splitMode: 'layer',
      tensorSplit: [1, 1],
      cacheRam: 0,
      contextCheckpoints: 0,
      loadMode: 'mmap',
      repack: false,
      swaFull: false,
      draftTokens: 0,
      imageMaxTokens: 0,
      embedding: undefined,
    },
    draft: undefined,
    replicas: { min: 1, max: 1 },
    local: { kind: 'ephemeral' },
    pods: {},
    objects: {},
    flags: {},
  });
});

test('a llama-server on CPU', () => {
  expect(modelsOf(environment)[1]).toMatchObject({
    name: 'on-cpu',
    gpus: 0,
    cpu: 2,
    replicas: { min: 2, max: 2 },
    settings: { gpuLayers: 0, splitMode: 'none', tensorSplit: [] },
  });
});

test('a server of embeddings takes its texts whole', () => {
  const server = {
    ...base.models.legal,
    settings: { contextLength: 2048, parallel: 1, maxOutputLength: 1, embedding: 'mean' },
  };
  expect(
    modelsOf(parsed({ ...least, models: { server: { ...server, pools: ['metal'], local: undefined } } }))[0]?.settings,
  ).toMatchObject({ batchSize: 2048, ubatchSize: 2048 });
});

test('a fleet', () => {
  const [{ served = [], offers = [], ...fleet } = {}] = fleetsOf(environment) as readonly [
    Partial<OllamaFleetWorkload>?,
  ];
  expect(served.map(({ key }) => key)).toEqual(['small:1b', 'tiny:1b']);
  expect(offers.map((list) => list.map(({ name }) => name))).toEqual([['small:1b', 'tiny:1b']]);
  expect(fleet).toEqual({
    engine: 'ollama',
    section: 'ollama',
    key: 'fleet',
    name: 'fleet',
    pools: ['cloud'],
    gpus: 1,
    cpu: 2,
    memory: undefined,
    priority: 'standard',
    tokensPerSecond: undefined,
    byOrdinal: undefined,
    settings: {
      contextLength: 4096,
      parallel: 1,
      maxOutputLength: 512,
      cacheType: 'f16',
      flashAttention: true,
      keepAlive: 'forever',
      maxLoadedModels: 2,
      maxQueue: 64,
      loadTimeout: undefined,
      gpuOverhead: 0,
    },
    replicas: { min: 1, max: 1 },
    swap: false,
    local: { kind: 'ephemeral' },
    pods: {},
    objects: {},
    volumeSize: undefined,
  });
});

test('where the store is read in place, so is everything', () => {
  const { servers } = parsed({
    ...least,
    cluster: {
      id: 'laptop',
      dns: { nodeLocalDns: false },
      weights: { kind: 'direct', capacity: gib(10), bandwidth: mib(100) },
    },
    nodePools: { cloud: least.nodePools.cloud },
    models: { gpu: least.models?.['on GPU'] },
  });
  expect(servers.map(({ local }) => local)).toEqual([{ kind: 'direct' }, { kind: 'direct' }]);
});

test('a range of one number is a fixed number, and needs no metrics', () => {
  const { servers } = parsed({
    ...least,
    models: { cpu: { ...least.models?.['on-CPU'], replicas: { min: 2, max: 2 } } },
  });
  expect(servers[0]?.replicas).toEqual({ min: 2, max: 2 });
});
