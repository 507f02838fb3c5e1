/**
 * Fields that exclude those of the environment with every field: other stores, sources, engines and facts. Each form is
 * an environment of its own, and what of it must be in the complete environment.
 */
import { gib, gigabytes, minutes, seconds, type Environment, type Model } from '../../lib';
import type { Gpu, MigProfile } from '../../lib/catalog';
import { base, changed, scraperSends, smallModel, type Change } from '../invalid/base';

export interface Form {
  readonly name: string;
  readonly input: unknown;
  /** A part of the complete environment, and what it holds. */
  readonly part: (environment: Environment) => unknown;
  readonly holds: unknown;
}

const image = `registry.example/small:1@sha256:${'a'.repeat(64)}`;
const onClaim = {
  kind: 'existing',
  claimName: 'of-others',
  layout: 'hub-cache',
  folder: 'models',
  accessMode: 'ReadOnlyMany',
  capacity: gib(500),
  bandwidth: gigabytes(1),
} as const;
const stores = {
  'read in place': { ...onClaim, read: 'in-place', proofsClass: 'nfs', reason: 'as available as the cluster' },
  'staged from a claim': { ...onClaim, read: 'staged', address: '10.96.0.99' },
} as const;
const volumes = { '/mnt/templates': { configMap: 'templates' } };
const objectStore = {
  kind: 's3',
  endpoint: 'http://s3.objects.svc:8333',
  bucket: 'copies',
  prefix: 'test',
  region: 'us-east-1',
  credentials: { secretName: 'object-store' },
  endpoints: [{ cidr: '10.0.0.0/16', port: 8333, reason: 'the range of the object stores' }],
  pods: { namespace: 'objects', anyPod: true, port: 8333 },
} as const;
const arc = {
  vendor: 'intel',
  product: 'Intel-Arc-B580',
  label: { key: 'gpu.intel.com/product', values: ['Arc_B580'] },
  memoryMib: 12_000,
  memoryType: 'GDDR',
  bandwidthGbPerSecond: 456,
  computeCapability: 'xe2',
  migProfiles: [],
  source: 'data sheet: 12 GB',
  proven: 'from documents',
  memory: 'own',
  architecture: 'amd64',
} as const satisfies Required<Gpu>;
const tolerations = [{ key: 'team', value: 'ml', effect: 'NoExecute', seconds: seconds(30) }] as const;

/** Every fact of a model that the header of a file can have, and all that is beside them. */
const facts: Required<Omit<Model['architecture'], 'architecture'>> = {
  blockCount: 5,
  nextnPredictLayers: 1,
  contextLength: 8192,
  embeddingLength: 64,
  feedForwardLength: 256,
  headCount: 4,
  headCountKv: 2,
  keyLength: 16,
  valueLength: 16,
  keyLengthSwa: 8,
  valueLengthSwa: 8,
  vocabularySize: 1000,
  slidingWindow: 512,
  slidingWindowPattern: 2,
  sharedKvLayers: 1,
  expertCount: 8,
  expertUsedCount: 2,
  expertSharedCount: 1,
  expertFeedForwardLength: 64,
  expertSharedFeedForwardLength: 64,
  leadingDenseBlockCount: 1,
  interleaveMoeLayerStep: 2,
  kvLoraRank: 16,
  qLoraRank: 16,
  keyLengthMla: 16,
  valueLengthMla: 16,
  ropeDimensionCount: 16,
  tokenTypeCount: 1,
  classCount: 2,
  embeddingLengthPerLayer: 8,
  ssm: { convKernel: 4, innerSize: 64, stateSize: 16, groupCount: 1, timeStepRank: 4 },
  shortConvolutionLength: 3,
  fullAttentionInterval: 4,
  recurrentLayers: [true, true, true, false, false],
  ropeOriginalContextLength: 4096,
  ropeScalingFactor: 2,
};
const layers = [{ layers: 4, bytes: 200_000, expertBytes: 100_000, largestExpertTensorBytes: 10_000 }];
const complete: Model = {
  ...smallModel,
  origin: { from: 'huggingface', repo: 'example/small-GGUF', revision: 'c'.repeat(40) },
  architecture: { architecture: 'llama', ...facts },
  tensors: { ...smallModel.tensors, projectorBytes: 1000, layers },
  adapters: {
    legal: {
      file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
      tensors: { inputBytes: 0, outputBytes: 0, layers, width: 272 },
    },
  },
  engines: ['llama-server', 'ollama'],
};

const measured: Model = {
  ...smallModel,
  architecture: { ...smallModel.architecture, architecture: 'afmoe' },
  memory: {
    measured: { gpu: [400], host: 100, contextLength: 512, parallel: 1, embedding: 'cls', build: 'b11382', by: 'hand' },
  },
};

const slices: Required<MigProfile> = {
  profile: '1g.5gb',
  memoryMib: 5000,
  perGpu: 7,
  computeSlices: 1,
  memoryFrom: 'measured',
};
const price = { usdPerHour: 1, region: 'eu', date: '2026-11', source: 'ours' };
const machine = {
  cloud: 'gcp',
  type: 'own',
  vcpu: 4,
  memoryMib: 8192,
  allocatable: { millicores: 3900, memoryMib: 7000, pods: 50 },
  networkMbps: 1000,
  gpu: { product: 'NVIDIA-L4', count: 1 },
  localNvmeGb: 375,
  onDemand: price,
  spot: { low: price, high: price },
} as const;

const of = (name: string, part: Form['part'], holds: unknown, ...changes: readonly Change[]): Form => ({
  name,
  input: changed(...changes),
  part,
  holds,
});

/** The model `chat` alone, with weights that are an entry of the catalogue. */
const served = (name: string, model: Model, chat: object = {}): Form =>
  of(
    name,
    ({ servers }) => servers.find(({ key }) => key === 'chat')?.served[0]?.model,
    model,
    [['models'], { chat: { ...base.models.chat, weights: 'own/Q4_K_M', ...chat } }],
    [['ollama'], {}],
    [['catalog', 'models', 'own/Q4_K_M'], model],
  );

const chatOf = ({ servers }: Environment) => servers.find(({ key }) => key === 'chat');
const fleetOf = ({ servers }: Environment) => servers.find(({ key }) => key === 'fleet');
const legal = { legal: complete.adapters?.['legal'] };
const template = { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' } as const;
const peer = { namespace: 'gateway', anyPod: true } as const;
const flux = {
  tool: 'flux',
  namespace: 'team',
  source: 'platform',
  interval: minutes(5),
  serviceAccount: 'corral',
} as const;
const endpoint = { cidr: '192.0.2.7/32', port: 443, reason: 'the mirror' };

/** Gateways that are reached by other ways than a Gateway of the API. */
const gateways = {
  'a gateway behind a load balancer': {
    host: 'llm.example.org',
    tls: { secretName: 'tls' },
    expose: {
      by: 'load-balancer',
      annotations: { 'balancer.example/kind': 'nlb' },
      sourceRanges: ['192.0.2.0/24'],
      trustedHops: 1,
    },
    keys: { secretName: 'keys' },
    clients: { default: { models: 'all' } },
  },
  'a gateway on a port of every node': {
    tls: { none: 'the network is encrypted' },
    expose: { by: 'node-port', port: 30_080 },
    clients: { default: { models: 'all' } },
  },
} as const;

/** A database with passwords of a Secret, a certificate that is issued, and any pod of a namespace as its client. */
const secretDatabase = {
  kind: 'postgres',
  size: 1024 ** 3,
  databases: { chat: {} },
  passwords: { secretName: 'chat-passwords' },
  clients: [{ namespace: 'chat', anyPod: true }],
  tls: { issuer: { kind: 'Issuer', name: 'internal' } },
} as const;

/** A cache with passwords of a Secret that keeps a log, and one of the least that an overlay states. */
const secretCache = {
  kind: 'valkey',
  maxMemory: 1024 ** 3,
  keeps: { by: 'log' },
  users: { chat: {} },
  passwords: { secretName: 'cache-passwords' },
  tls: { issuer: { kind: 'Issuer', name: 'internal' } },
} as const;
const { keeps: _keeps, tls: _tls, ...leastCache } = secretCache;

export const furtherForms: readonly Form[] = [
  {
    name: 'a cache that keeps a log',
    input: changed([['caches'], { chat: secretCache }]),
    part: ({ caches }) => caches[0],
    holds: { ...secretCache, users: { chat: { may: 'write' } }, policy: 'allkeys-lru', clients: [] },
  },
  {
    name: 'a cache that keeps nothing, without TLS, for all pods of a namespace',
    input: changed([['caches'], { chat: { ...leastCache, clients: [{ namespace: 'chat', anyPod: true }] } }]),
    part: ({ caches }) => caches[0],
    holds: { keeps: { by: 'nothing' }, tls: 'none', cpu: 1, priority: 'standard' },
  },
  {
    name: 'a database with a Secret and an issuer',
    input: changed([['databases'], { chat: secretDatabase }]),
    part: ({ databases }) => databases[0],
    holds: { ...secretDatabase, databases: { chat: { owner: 'chat' } }, version: 17, maxConnections: 100 },
  },
  {
    name: 'the environment that most tests change',
    input: base,
    part: ({ name }) => ({ name }),
    holds: { name: 'test' },
  },
  of(
    'llama-servers behind a gateway that ask for no key',
    ({ cluster: { apiKey, withoutKey } }) => [apiKey, withoutKey],
    [undefined, 'the mesh authenticates pods'],
    [['cluster', 'apiKey'], { none: 'the mesh authenticates pods' }],
    [['gateway'], gateways['a gateway on a port of every node']],
  ),
  of(
    'nodes that a DaemonSet tunes',
    ({ nodePools, exemptions }) => [nodePools['racks']?.tuning, exemptions.map(({ reason }) => reason)],
    [
      { settings: ['numa-balancing'], daemonSet: { reason: 'two sockets' }, origin: 'metal' },
      ['two sockets', 'two sockets'],
    ],
    [['nodePools', 'racks', 'tuning'], { settings: ['numa-balancing'], daemonSet: { reason: 'two sockets' } }],
  ),
  of(
    'GPUs of AMD, of a machine of its own and of a cloud, with another name of whole GPUs',
    ({ nodePools }) => [nodePools['racks']?.gpu, nodePools['mi300x']?.gpu],
    [
      { resource: 'amd.com/spx_nps1', groups: [44, 992] },
      { resource: 'amd.com/gpu', unitsPerNode: 8, groups: [110] },
    ],
    [
      ['nodePools', 'racks'],
      {
        ...base.nodePools.racks,
        gpuResource: 'amd.com/spx_nps1',
        hardware: { ...base.nodePools.racks.hardware, gpu: 'AMD-Instinct-MI210', deviceGroups: [44, 992] },
      },
    ],
    [
      ['nodePools', 'mi300x'],
      {
        on: 'cloud',
        instance: 'azure/mi300x',
        provisioner: 'aks',
        nodes: { min: 0, max: 1 },
        ephemeralStorage: gib(500),
        diskBandwidth: gigabytes(1),
        deviceGroups: [110],
      },
    ],
    [
      ['catalog', 'instances'],
      {
        'azure/mi300x': {
          cloud: 'azure',
          type: 'mi300x',
          vcpu: 96,
          memoryMib: 1_800_000,
          allocatable: { millicores: 95_000, memoryMib: 1_700_000, pods: 110 },
          gpu: { product: 'AMD-Instinct-MI300X', count: 8 },
          networkMbps: 80_000,
        },
      },
    ],
  ),
  of(
    'GPUs of Intel, of which the environment says all',
    ({ nodePools, catalog }) => [nodePools['racks']?.gpu?.resource, catalog.gpus[arc.product]],
    ['gpu.intel.com/i915', arc],
    [['catalog', 'gpus'], { [arc.product]: arc }],
    [['ollama'], {}],
    [['nodePools', 'racks', 'hardware'], { ...base.nodePools.racks.hardware, gpu: arc.product, deviceGroups: [992] }],
  ),
  of(
    'shares and slices that others have set up',
    ({ nodePools }) => [nodePools['shared']?.gpu, nodePools['racks']?.gpu, nodePools['sliced']?.gpu],
    [
      { resource: 'nvidia.com/gpu', unitsPerNode: 4, sharing: { named: 'usual-name' } },
      { resource: 'nvidia.com/gpu.shared', unitsPerNode: 4, sharing: { named: 'renamed' } },
      { resource: 'nvidia.com/mig-1g.10gb', unitsPerNode: 2, sharing: { units: 2 } },
    ],
    [['nodePools', 'shared', 'sharing'], { by: 'time-slicing', replicas: 4, named: 'usual-name' }],
    [['nodePools', 'racks', 'sharing'], { by: 'mps', replicas: 2, named: 'renamed' }],
    [['nodePools', 'sliced', 'sharing'], { by: 'mig', profile: '1g.10gb', units: 2 }],
  ),
  of('a tenant of Flux', ({ gitops }) => gitops, flux, [['gitops'], flux]),
  of(
    'all pods of a namespace as peers',
    ({ cluster: { dns, requestsFrom, monitoring } }) => [dns.pods, requestsFrom, monitoring],
    [peer, peer, peer],
    [['cluster', 'dns', 'pods'], peer],
    [['cluster', 'requestsFrom'], peer],
    [['cluster', 'monitoring'], peer],
  ),
  of(
    'a model with tracks',
    ({ servers }) => servers.map(({ key, track }) => ({ key, track })),
    [
      { key: 'chat-blue', track: { of: 'chat', name: 'blue', weight: 90 } },
      { key: 'chat-green', track: { of: 'chat', name: 'green', weight: 10 } },
      { key: 'legal' },
      { key: 'fleet' },
    ],
    scraperSends,
    [['gateway'], gateways['a gateway on a port of every node']],
    [
      ['models', 'chat', 'tracks'],
      {
        blue: { weight: 90, replicas: { min: 2, max: 3 } },
        green: { weight: 10, weights: 'small:1b', settings: { parallel: 4 }, replicas: 2 },
      },
    ],
  ),
  ...Object.entries(gateways).map(([name, gateway]) =>
    of(name, (environment) => environment.gateway, { expose: gateway.expose }, scraperSends, [['gateway'], gateway]),
  ),
  ...Object.entries(stores).map(([name, store]) =>
    of(
      name,
      ({ cluster }) => cluster.weights,
      store,
      [['cluster', 'weights'], store],
      [['ollama'], {}],
      [['models'], { chat: base.models.chat }],
    ),
  ),
  of(
    'an endpoint with a reason',
    ({ cluster }) => cluster.downloads.endpoints,
    [endpoint],
    [['cluster', 'downloads'], { endpoints: [endpoint] }],
  ),
  of(
    'a proxy in pods',
    ({ cluster }) => ({ proxy: cluster.downloads.proxy }),
    { proxy: { pods: { namespace: 'proxy', anyPod: true, port: 3129 }, addresses: [] } },
    [
      ['cluster', 'downloads'],
      { proxy: { url: 'https://squid.proxy.svc:3128', pods: { namespace: 'proxy', anyPod: true, port: 3129 } } },
    ],
  ),
  of(
    'a proxy in some pods',
    ({ cluster }) => ({ proxy: cluster.downloads.proxy }),
    { proxy: { pods: { namespace: 'proxy', podLabels: { app: 'squid' }, port: 3128 } } },
    [
      ['cluster', 'downloads'],
      { proxy: { url: 'http://squid.proxy.svc:3128', pods: { namespace: 'proxy', podLabels: { app: 'squid' } } } },
    ],
  ),
  of(
    'volumes of a ConfigMap at each level',
    ({ servers }) => servers.map(({ pods }) => pods?.volumes),
    [volumes, volumes, volumes],
    [['pods'], { volumes, tolerations }],
    [['nodePools', 'l4', 'pods'], { volumes }],
    [['models', 'chat', 'pods'], { volumes }],
    [['ollama', 'fleet', 'pods'], { volumes, tolerations }],
  ),
  of(
    'a fleet with names of its own on volumes of a class',
    (environment) => {
      const fleet = fleetOf(environment);
      return { local: fleet?.local, offers: fleet?.engine };
    },
    { local: { kind: 'csi', tier: 'fast-ssd' }, offers: 'ollama' },
    [
      ['ollama', 'fleet'],
      {
        ...base.ollama.fleet,
        models: [
          {
            name: 'support',
            from: 'own/Q4_K_M',
            system: 'You help.',
            template: '{{ .Prompt }}',
            parameters: { temperature: 0 },
            adapter: 'legal',
          },
        ],
        local: { kind: 'csi', tier: 'fast-ssd' },
      },
    ],
    [['catalog', 'models', 'own/Q4_K_M'], { ...smallModel, adapters: legal }],
  ),
  of(
    'weights in an image',
    (environment) => chatOf(environment)?.local,
    { kind: 'image', reference: image, path: '/weights' },
    [['models', 'chat', 'local'], { kind: 'image', reference: image, path: '/weights' }],
  ),
  of('a draft', chatOf, { draft: { weights: 'small/Q4_K_M', model: smallModel }, settings: { draftTokens: 5 } }, [
    ['models', 'chat', 'draft'],
    { weights: 'small/Q4_K_M', tokens: 5 },
  ]),
  of(
    'adapters, whose scale is 1 unless it is stated',
    chatOf,
    {
      settings: {
        adapters: [
          { name: 'legal', scale: 1 },
          { name: 'brief', scale: 0 },
        ],
      },
    },
    [
      ['models', 'chat', 'settings'],
      { ...base.models.chat.settings, adapters: [{ name: 'legal' }, { name: 'brief', scale: 0 }] },
    ],
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, adapters: { ...legal, brief: legal.legal } }],
  ),
  of('a chat template as a text', chatOf, { chatTemplate: { text: '{{ a }}\n' } }, [
    ['models', 'chat', 'chatTemplate'],
    { text: '{{ a }}\n' },
  ]),
  of(
    'a chat template as a file of the catalogue',
    chatOf,
    { chatTemplate: { from: 'catalogue' }, model: { chatTemplate: template } },
    [['models', 'chat', 'chatTemplate'], { from: 'catalogue' }],
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, chatTemplate: template }],
  ),
  of('a backup to any pod of a namespace', ({ backup }) => backup?.to, objectStore, [
    ['backup'],
    {
      to: objectStore,
      password: { secretName: 'backup', key: 'password' },
      sources: [{ kind: 'store', blobs: 'none' }],
    },
  ]),
  served('every fact of a model', complete),
  served('measured memory', measured, {
    settings: { contextLength: 512, parallel: 1, maxOutputLength: 1, embedding: 'cls' },
  }),
  served('files of a server', { ...smallModel, origin: { from: 'web', folder: 'https://files.example/models' } }),
  served('files of a claim', { ...smallModel, origin: { from: 'claim', claimName: 'files' } }),
  served('files of an image', { ...smallModel, origin: { from: 'image', reference: image, folder: '/weights' } }),
  of(
    'every fact of a GPU and a machine type',
    ({ catalog: { gpus, instances } }) => [gpus['Own']?.migProfiles, instances['gcp/own']],
    [[slices], machine],
    [
      ['catalog', 'gpus'],
      {
        Own: {
          product: 'Own',
          memoryMib: 40_000,
          memoryType: 'HBM',
          bandwidthGbPerSecond: 100,
          computeCapability: '9.9',
          migProfiles: [slices],
          source: 'ours',
        },
      },
    ],
    [['catalog', 'instances'], { 'gcp/own': machine }],
  ),
];
