/** Every field that an overlay can set shows up in the complete environment: none is read and then forgotten. */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { gib, gigabytes, mib } from '../../lib/core/bytes';
import { minutes, seconds } from '../../lib/core/duration';
import { parseEnvironment } from '../../lib/environment/complete';
import type { Cluster, ClusterWideInput, NamespacedInput } from '../../lib/environment/cluster';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { CacheInput } from '../../lib/environment/cache';
import type { DatabaseInput } from '../../lib/environment/database';
import type { BackupInput } from '../../lib/environment/backup';
import type { GatewayInput, GatewayPods } from '../../lib/environment/gateway';
import type { Gitops } from '../../lib/environment/gitops';
import type { Monitoring, MonitoringInput } from '../../lib/environment/monitoring';
import type { CloudPoolInput, MetalPoolInput } from '../../lib/environment/node-pool';
import type { ModelInput } from '../../lib/engines/llama-server/input';
import type { OllamaFleetInput, OllamaNamedModel } from '../../lib/engines/ollama/input';
import type { OllamaParameters } from '../../lib/engines/ollama/modelfile';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import type { OllamaSettings } from '../../lib/engines/ollama/settings';
import type { ObjectAdditions, PodAdditions, PodAdditionsBase } from '../../lib/workload/additions';
import { environmentFields } from '../../lib/environment/schema/fields';
import { base } from '../invalid/base';
import { reportOf } from '../invalid/read';
import { fleetsOf, modelsOf } from '../plan/fixtures/servers';
import { furtherForms } from './further-forms';
import { missingFields } from './missing-fields';

const cluster = {
  id: 'full',
  kubernetes: '1.37',
  namespaces: { serving: 'engines', store: 'weights', gateway: 'door', nodes: 'machines' },
  families: ['IPv6', 'IPv4'],
  userIds: 'cluster',
  dns: {
    pods: { namespace: 'dns', podLabels: { app: 'coredns' } },
    port: 5353,
    addresses: ['10.0.0.10/32', 'fd00::a/128'],
    nodeLocalDns: false,
    domain: 'cluster.example',
  },
  requestsFrom: { namespace: 'gateway', podLabels: { app: 'envoy' } },
  monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
  apiKey: { secretName: 'llm-key', key: 'keys' },
  metrics: 'keda',
  runtimeClass: 'owned',
  priorityClasses: 'existing',
  weights: {
    kind: 'nfs',
    server: '10.0.0.2',
    share: '/srv/models',
    subDir: 'full',
    address: '10.96.0.99',
    capacity: gib(900),
    bandwidth: gigabytes(1.1),
    mountOptions: ['hard'],
  },
  unusedWeights: 'remove',
  devicePluginNamespace: 'nvidia',
  downloads: {
    hub: 'https://mirror.example:8443/hub',
    registry: 'https://192.0.2.7:8443/ollama',
    hubToken: { secretName: 'hub', key: 'token' },
    tokens: [{ below: 'https://files.example/private', secretName: 'files', key: 'token' }],
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
    proxy: {
      url: 'http://proxy.example:3128',
      addresses: ['10.0.0.7/32'],
      noProxy: ['mirror.example', '192.0.2.7'],
      credentials: { secretName: 'proxy' },
    },
    caBundle: { configMap: 'corporate-ca', key: 'ca.crt' },
  },
  storageTiers: { 'fast-ssd': { storageClass: 'topolvm', bandwidth: gib(2) } },
  scope: 'cluster',
} as const satisfies Required<ClusterWideInput> &
  Required<Omit<Cluster, 'existingQuotas' | 'existingLimits' | 'withoutKey'>>;

const monitoring = {
  scrape: {
    by: 'prometheus-operator',
    labels: { release: 'stack' },
    interval: seconds(20),
    key: { secretName: 'scrape', key: 'key' },
  },
  prometheus: { url: 'http://prometheus.monitoring.svc:9090' },
  alerts: {
    labels: { rules: 'stack' },
    errors: { objective: 0.99 },
    firstToken: { seconds: 5, objective: 0.9 },
    runbooks: 'https://runbooks.example/llm',
  },
  dashboards: { folder: 'Models', labels: { dashboards: 'yes' }, grafana: 'https://grafana.example' },
} as const satisfies Required<MonitoringInput> & Required<Monitoring>;

/** The same where the rights end at one namespace. */
const { namespaces: _namespaces, ...common } = cluster;
const namespaced: Required<NamespacedInput> = {
  ...common,
  scope: 'namespaced',
  namespace: 'team',
  runtimeClass: 'none',
  priorityClasses: 'none',
  weights: {
    kind: 'class',
    storageClass: 'cephfs',
    address: '10.96.0.99',
    capacity: gib(900),
    bandwidth: gigabytes(1.1),
  },
  existingQuotas: [{ name: 'team', hard: { 'requests.cpu': '400' }, usedByOthers: { 'requests.cpu': '4' } }],
  existingLimits: [
    {
      name: 'team',
      limits: [
        {
          type: 'Container',
          min: { memory: '1Mi' },
          max: { memory: '1Ti' },
          default: { memory: '1Gi' },
          defaultRequest: { cpu: '100m' },
          maxLimitRequestRatio: { memory: '1' },
        },
      ],
    },
  ],
};

/** Fields of pods at one level, each with a key or an entry of its own. */
const podsOf = (level: string, shared = level) =>
  ({
    env: {
      [`${level.toUpperCase()}_TEXT`]: level,
      [`${level.toUpperCase()}_SECRET`]: { secret: level, key: 'token' },
      SHARED: { configMap: shared, key: 'shared' },
    },
    volumes: { [`/mnt/${level}`]: { claim: level }, '/mnt/shared': { secret: shared } },
    labels: { [`${level}.example/label`]: level, shared },
    annotations: { [`${level}.example/annotation`]: level, shared },
    imagePullSecrets: [`pull-${level}`],
    nodeRemoval: level === 'environment' ? 'prevented' : 'allowed',
  }) as const satisfies Required<PodAdditionsBase>;

const environmentPods: Required<PodAdditions> = {
  ...podsOf('environment'),
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'environment', effect: 'NoSchedule' }],
};
const modelPods: Required<PodAdditions> = {
  ...podsOf('model'),
  nodeSelector: { pool: 'cloud' },
  tolerations: [{ key: 'model', value: 'yes', effect: 'NoExecute', seconds: seconds(30) }],
};
const fleetPods: Required<PodAdditions> = { ...podsOf('fleet'), nodeSelector: { pool: 'metal' }, tolerations: [] };
const objectsOf = (level: string): Required<ObjectAdditions> => ({
  labels: { [`${level}.example/label`]: level, shared: level },
  annotations: { [`${level}.example/annotation`]: level, shared: level },
});

/** All levels joined: the last wins. */
const joined = (...levels: readonly (PodAdditions & ObjectAdditions)[]) => ({
  env: Object.assign({}, ...levels.map(({ env }) => env)),
  volumes: Object.assign({}, ...levels.map(({ volumes }) => volumes)),
  labels: Object.assign({}, ...levels.map(({ labels }) => labels)),
  annotations: Object.assign({}, ...levels.map(({ annotations }) => annotations)),
  imagePullSecrets: levels.flatMap(({ imagePullSecrets = [] }) => imagePullSecrets),
  nodeRemoval: levels.at(-1)?.nodeRemoval,
  nodeSelector: Object.assign({}, ...levels.map(({ nodeSelector }) => nodeSelector)),
  tolerations: levels.flatMap(({ tolerations = [] }) => tolerations),
});

const objectsJoined = (...levels: readonly ObjectAdditions[]): ObjectAdditions => ({
  labels: Object.assign({}, ...levels.map(({ labels }) => labels)),
  annotations: Object.assign({}, ...levels.map(({ annotations }) => annotations)),
});

/** All but what is for other vendors, for whole GPUs and for claims, and what shares of others are called. */
const cloud: Required<Omit<CloudPoolInput, 'deviceGroups' | 'gpuResource'>> = {
  allocation: 'counted',
  on: 'cloud',
  instance: 'aws/g6.2xlarge',
  nodes: { min: 2, max: 5 },
  capacity: 'spot',
  provisioner: 'eks-node-group',
  ephemeralStorage: gib(111),
  diskBandwidth: mib(222),
  contention: 'by-priority',
  sharing: { by: 'mps', replicas: 3, devicePlugin: 'owned' },
  taints: [{ key: 'nvidia.com/gpu', value: 'yes', effect: 'NoExecute' }],
  labels: { pool: 'cloud' },
  pods: podsOf('cloud', 'pools'),
  tuning: { settings: ['parallel-pulls'] },
  daemons: { cpu: 1, memory: gib(1) },
};

const metal: Required<Omit<MetalPoolInput, 'gpuResource'>> = {
  allocation: 'counted',
  on: 'metal',
  nodes: ['n-1', 'n-2'],
  usdPerNodeHour: 1.5,
  contention: 'by-priority',
  hardware: {
    gpu: 'NVIDIA-L40S',
    gpus: 2,
    architecture: 'arm64',
    cpu: 16,
    memory: gib(64),
    ephemeralStorage: gib(333),
    diskBandwidth: gib(4),
    nvme: [{ path: '/mnt/a', capacity: gib(100), volumes: 2 }],
  },
  sharing: { by: 'time-slicing', replicas: 2, devicePlugin: 'existing' },
  taints: [{ key: 'only', effect: 'NoSchedule' }],
  labels: { pool: 'metal' },
  pods: podsOf('metal', 'pools'),
  tuning: { settings: ['cpu-governor'] },
  daemons: { cpu: 0, memory: mib(0) },
};

const llamaServer = {
  contextLength: 2048,
  parallel: 3,
  maxOutputLength: 700,
  cacheTypeK: 'bf16',
  cacheTypeV: 'f32',
  kvCache: 'unified',
  flashAttention: false,
  batchSize: 4096,
  ubatchSize: 4096,
  gpuLayers: 3,
  expertLayersOnHost: 2,
  splitMode: 'none',
  tensorSplit: [7],
  cacheRam: mib(64),
  contextCheckpoints: 4,
  loadMode: 'none',
  repack: true,
  swaFull: true,
  yarn: { factor: 2, originalContextLength: 1024 },
  imageMaxTokens: 640,
  embedding: 'cls',
} as const satisfies Required<Omit<LlamaServerSettings, 'draftTokens' | 'adapters'>>;

/** All but a draft and a template, which a model for embeddings has no use for. */
const model: Required<Omit<ModelInput, 'draft' | 'chatTemplate' | 'tracks'>> = {
  engine: 'llama-server',
  weights: 'experts',
  settings: llamaServer,
  pools: ['cloud'],
  gpus: 1,
  cpu: 3,
  memory: gib(9),
  priority: 'batch',
  tokensPerSecond: 42,
  replicas: { min: 2, max: 6 },
  schedule: [{ days: ['sat'], from: '08:00', to: '02:30', timeZone: 'Africa/Dar_es_Salaam', replicas: 3 }],
  local: { kind: 'csi', tier: 'fast-ssd' },
  affinity: 'session',
  aliases: ['embed'],
  flags: { '--temp': 0.7, '--no-warmup': true },
  pods: modelPods,
  objects: objectsOf('model'),
};

const ollama: Required<OllamaSettings> = {
  contextLength: 2048,
  parallel: 3,
  maxOutputLength: 700,
  cacheType: 'q8_0',
  flashAttention: true,
  keepAlive: minutes(10),
  maxLoadedModels: 1,
  maxQueue: 7,
  loadTimeout: seconds(90),
  gpuOverhead: mib(128),
};

const support: Required<OllamaNamedModel> = {
  name: 'support',
  from: 'adapted/Q4_K_M',
  system: 'You help.',
  template: '{{ .System }}{{ .Prompt }}',
  parameters: {
    temperature: 0.5,
    top_k: 20,
    top_p: 0.8,
    min_p: 0.1,
    repeat_last_n: 32,
    repeat_penalty: 1.1,
    presence_penalty: 0.2,
    frequency_penalty: 0.3,
    seed: 7,
    num_predict: 100,
    stop: ['END'],
  } satisfies Required<OllamaParameters>,
  adapter: 'legal',
};

const fleet: Required<OllamaFleetInput> = {
  models: {
    byOrdinal: [
      ['small:1b', 'tiny:1b', support],
      ['tiny:1b', { name: 'llama3.2', from: 'tiny:1b' }],
    ],
  },
  settings: ollama,
  pools: ['metal'],
  gpus: 1,
  cpu: 5,
  memory: gib(10),
  priority: 'critical',
  affinity: 'session',
  tokensPerSecond: 43,
  replicas: 2,
  swap: 'accepted',
  local: { kind: 'static' },
  volumeSize: gib(40),
  pods: fleetPods,
  objects: objectsOf('fleet'),
};

const { env: _env, volumes: _volumes, nodeRemoval: _nodeRemoval, ...gatewayPodsOf } = podsOf('gateway');
const gatewayPods: Required<GatewayPods> = {
  ...gatewayPodsOf,
  nodeSelector: { pool: 'metal' },
  tolerations: [{ key: 'gateway', value: 'yes', effect: 'NoExecute', seconds: seconds(30) }],
};

const backup = {
  to: {
    kind: 's3',
    endpoint: 'https://192.0.2.20:9000',
    bucket: 'copies',
    prefix: 'corral/full',
    region: 'eu-central-1',
    credentials: { secretName: 'object-store' },
    endpoints: [{ cidr: '192.0.2.20/32', port: 9000 }],
    pods: { namespace: 'objects', podLabels: { app: 'seaweedfs' }, port: 8333 },
    caBundle: { configMap: 'corporate-ca', key: 'ca.crt' },
  },
  password: { secretName: 'backup', key: 'password' },
  sources: [
    { kind: 'store', blobs: 'all' },
    { kind: 'database', server: 'chat', database: 'chat', room: gib(5) },
  ],
  schedule: { everyHours: 12, at: '02:15' },
  check: { day: 'sat', at: '05:00', readPercent: 10, restore: gib(2) },
  keep: { daily: 3, weekly: 2, monthly: 12 },
} as const satisfies Required<BackupInput> & { readonly to: Required<BackupInput['to']> };

const chat: Required<DatabaseInput> & { readonly kind: 'postgres' } = {
  kind: 'postgres',
  version: 17,
  size: gib(20),
  storageClass: 'fast-disks',
  databases: { chat: { owner: 'writer' } },
  passwords: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'vault' }, path: 'corral/chat' },
  clients: [{ namespace: 'chat', podLabels: { app: 'chat' } }],
  tls: { secretName: 'chat-certificate' },
  maxConnections: 200,
  cpu: 2,
  memory: gib(4),
  priority: 'interactive',
  pools: ['metal'],
};

const sessions: Required<CacheInput> = {
  kind: 'valkey',
  maxMemory: gib(2),
  policy: 'volatile-ttl',
  keeps: { by: 'snapshots', every: minutes(5), storageClass: 'fast-disks' },
  users: { chat: { may: 'script', prefixes: ['chat:'] } },
  passwords: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'vault' }, path: 'corral/sessions' },
  clients: [{ namespace: 'chat', podLabels: { app: 'chat' } }],
  tls: { secretName: 'sessions-certificate' },
  cpu: 2,
  priority: 'interactive',
  pools: ['metal'],
};

const gateway: Required<GatewayInput> = {
  host: 'llm.example.org',
  tls: { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
  expose: { by: 'gateway-api', className: 'envoy', trustedHops: 2 },
  from: [
    { namespace: 'envoy', podLabels: { app: 'envoy' } },
    { namespace: 'apps', anyPod: true },
  ],
  keys: {
    from: 'external-secrets',
    store: { kind: 'ClusterSecretStore', name: 'vault' },
    path: 'corral/keys',
    enginePath: 'corral/engines',
  },
  clients: {
    'team-a': { models: ['model'], requestsPerMinute: 600, concurrent: 20, tokensPerDay: 2_000_000, tenant: 'a' },
    batch: { models: 'all' },
  },
  replicas: { min: 2, max: 4 },
  priority: 'interactive',
  pods: gatewayPods,
};

const gitops = {
  tool: 'argocd',
  repository: 'https://git.example/platform.git',
  revision: 'production',
  namespace: 'argo',
} as const satisfies Gitops;

const experts = {
  ...base.catalog.models['small/Q4_K_M'],
  projector: {
    file: { path: 'mmproj.gguf', sha256: 'f'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
    from: 'header',
    tensorBytes: 4000,
    facts: {
      type: 'qwen3vl_merger',
      imageSize: 768,
      patchSize: 16,
      mergeSize: 2,
      embeddingLength: 32,
      feedForwardLength: 128,
      headCount: 2,
      blockCount: 3,
      projectionLength: 64,
    },
  },
  licence: 'apache-2.0',
  chatTemplate: { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' },
  adapters: {
    legal: {
      file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
      origin: { repo: 'example/legal', revision: 'main' },
      tensors: {
        inputBytes: 0,
        outputBytes: 0,
        layers: [{ layers: 4, bytes: 640 }],
        width: 272,
        widthBesideOthers: 400,
        outputWidth: 1016,
      },
    },
  },
  architecture: {
    ...base.catalog.models['small/Q4_K_M'].architecture,
    architecture: 'qwen3moe',
    contextLength: 1024,
    expertCount: 8,
    expertUsedCount: 2,
  },
} as const;

const adapted = { ...base.catalog.models['small/Q4_K_M'], adapters: experts.adapters };

const input = {
  name: 'full',
  delivery: 'pulumi',
  gitops,
  cluster,
  nodePools: { cloud, metal },
  supportPools: ['metal', 'cloud'],
  pods: environmentPods,
  objects: objectsOf('environment'),
  imageMirrors: { 'ghcr.io': 'mirror.example/ghcr' },
  models: { model },
  ollama: { fleet },
  gateway,
  monitoring,
  databases: { chat },
  caches: { sessions },
  backup,
  priorities: { critical: 4000, interactive: 3000, standard: 2000, batch: -1 },
  prerequisites: [
    { kind: 'Secret', namespace: 'weights', name: 'hub', providedBy: 'External Secrets' },
    {
      kind: 'PodMonitor',
      namespace: 'monitoring',
      name: 'llama-servers',
      authorization: 'Bearer',
      providedBy: 'kube-prometheus-stack',
    },
  ],
  exemptions: [{ rule: 'image-pinned', object: 'Deployment engines/model', reason: 'the mirror has no digests' }],
  amendments: [
    {
      target: 'Deployment engines/model',
      patch: { spec: { minReadySeconds: 5 } },
      reason: 'the load balancer is slow',
    },
    {
      target: 'Deployment engines/*',
      jsonPatch: [
        { op: 'test', path: '/spec/minReadySeconds', value: 5 },
        { op: 'add', path: '/metadata/labels/team', value: 'search' },
        { op: 'copy', from: '/metadata/labels/team', path: '/metadata/labels/owner' },
        { op: 'remove', path: '/metadata/labels/team' },
      ],
      reason: 'costs are counted by team',
    },
  ],
  catalog: {
    models: { ...base.catalog.models, experts, 'adapted/Q4_K_M': adapted },
    gpus: { Own: { ...ownGpu(), product: 'Own' } },
    instances: { 'gcp/own': { ...ownInstance(), cloud: 'gcp', type: 'own' } },
  },
} as const satisfies Required<EnvironmentInput>;

function ownGpu() {
  return {
    memoryMib: 1000,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 100,
    architecture: 'arm64',
    memory: 'unified',
    computeCapability: '9.9',
    migProfiles: [],
    source: 'ours',
  } as const;
}

function ownInstance() {
  return {
    architecture: 'arm64',
    vcpu: 4,
    memoryMib: 8192,
    allocatable: { millicores: 3900, memoryMib: 7000, pods: 50 },
    networkMbps: 1000,
  } as const;
}

const { environment, faults } = parseEnvironment(input);

test('every field of the schema is in one of these environments', () => {
  const { '': outermost = z.never(), ...parts } = environmentFields;
  const inputs = [input, { cluster: namespaced }, ...furtherForms.map((form) => form.input)];
  // The settings of a track are those of its model, read by the same schema.
  const missing = missingFields(outermost, inputs, parts).filter((path) => !path.includes('.tracks.NAME.settings.'));
  expect(missing).toEqual([]);
});

test.each(furtherForms)('$name', ({ input: form, part, holds }) => {
  const parsed = parseEnvironment(form);
  expect(reportOf(parsed.faults)).toBe('');
  expect(parsed.environment === undefined ? undefined : part(parsed.environment)).toMatchObject(holds as object);
});

test('all of it is accepted', () => {
  expect(reportOf(faults)).toBe('');
});

test('what the environment says of itself', () => {
  const { name, delivery, priorities, prerequisites, exemptions, amendments } = input;
  expect(environment).toMatchObject({
    name,
    delivery,
    gitops,
    priorities,
    prerequisites,
    exemptions,
    amendments,
    cluster,
    objects: input.objects,
    imageMirrors: input.imageMirrors,
  });
  expect(environment?.catalog.gpus).toMatchObject({
    Own: input.catalog.gpus.Own,
    'NVIDIA-L4': { product: 'NVIDIA-L4' },
  });
  expect(environment?.catalog.instances).toMatchObject({
    'gcp/own': input.catalog.instances['gcp/own'],
    'aws/g6.2xlarge': { vcpu: 8 },
  });
});

test('a cluster where the rights end at one namespace', () => {
  const { priorities: _priorities, ...others } = input;
  const pools = { ...input.nodePools, cloud: { ...cloud, sharing: { ...cloud.sharing, devicePlugin: 'existing' } } };
  const parsed = parseEnvironment({ ...others, cluster: namespaced, nodePools: pools, ollama: {} });
  expect(reportOf(parsed.faults)).toBe('');
  const { namespace, ...kept } = namespaced;
  expect(parsed.environment?.cluster).toEqual({
    ...kept,
    namespaces: { serving: namespace, store: namespace, gateway: namespace, nodes: namespace },
  });
});

test('monitoring', () => {
  expect(environment?.monitoring).toEqual(monitoring);
});

test('a database', () => {
  const [database] = environment?.databases ?? [];
  expect(database).toMatchObject({ ...chat, key: 'chat', name: 'database-chat' });
});

test('a cache', () => {
  const [cache] = environment?.caches ?? [];
  expect(cache).toMatchObject({ ...sessions, key: 'sessions', name: 'cache-sessions' });
});

test('a backup', () => {
  expect(environment?.backup).toEqual(backup);
});

test('a gateway', () => {
  const { pods: _pods, ...written } = gateway;
  const {
    env: _env,
    volumes: _volumes,
    nodeRemoval: _removal,
    ...pods
  } = joined(environmentPods, podsOf('metal', 'pools'), podsOf('cloud', 'pools'), gatewayPods);
  expect(environment?.gateway).toEqual({ ...written, trustedHops: 2, pools: ['metal'], pods });
});

test('pools', () => {
  expect(environment?.nodePools.cloud).toMatchObject({
    nodes: cloud.nodes,
    capacity: 'spot',
    contention: 'by-priority',
    diskBandwidth: mib(222),
    taints: cloud.taints,
    spotNotice: 120,
    architecture: 'amd64',
    selector: [
      { key: 'pool', operator: 'In', values: ['cloud'] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
    ],
    allocatable: { millicores: 6910, memory: mib(29_317 - 1024), ephemeralStorage: gib(111), pods: 58 },
    gpu: {
      resource: 'nvidia.com/gpu.shared',
      perNode: 1,
      unitsPerNode: 3,
      memoryMibPerUnit: 7678,
      sharing: cloud.sharing,
    },
  });
  expect(environment?.nodePools.metal).toMatchObject({
    nodeNames: metal.nodes,
    nodes: { min: 2, max: 2 },
    contention: 'by-priority',
    diskBandwidth: gib(4),
    taints: metal.taints,
    usdPerNodeHour: 1.5,
    architecture: 'arm64',
    selector: [
      { key: 'pool', operator: 'In', values: ['metal'] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] },
    ],
    nvme: metal.hardware.nvme,
    allocatable: { millicores: 16_000, memory: gib(64), ephemeralStorage: gib(333), pods: 110 },
    gpu: {
      resource: 'nvidia.com/gpu.shared',
      perNode: 2,
      unitsPerNode: 4,
      memoryMibPerUnit: 23_034,
      sharing: metal.sharing,
    },
  });
});

test('a model', () => {
  expect(modelsOf(environment)).toEqual([
    {
      section: 'models',
      key: 'model',
      name: 'model',
      ...model,
      settings: { ...llamaServer, draftTokens: 0 },
      pods: joined(environmentPods, podsOf('cloud', 'pools'), modelPods),
      objects: objectsJoined(objectsOf('environment'), objectsOf('model')),
      model: experts,
      served: [{ key: model.weights, model: experts }],
    },
  ]);
});

test('a fleet', () => {
  const small = { key: 'small:1b', model: base.catalog.models['small:1b'] };
  const tiny = { key: 'tiny:1b', model: base.catalog.models['tiny:1b'] };
  const file = { key: 'adapted/Q4_K_M', model: adapted };
  const { system, template, parameters, adapter } = support;
  const { models: _models, ...written } = fleet;
  expect(fleetsOf(environment)).toEqual([
    {
      engine: 'ollama',
      section: 'ollama',
      key: 'fleet',
      name: 'fleet',
      ...written,
      swap: true,
      replicas: { min: 2, max: 2 },
      served: [small, tiny, file],
      byOrdinal: [[small, tiny, file], [tiny]],
      offers: [
        [
          { ...small, name: 'small:1b' },
          { ...tiny, name: 'tiny:1b' },
          { ...file, name: 'support:latest', modelfile: { system, template, parameters, adapter } },
        ],
        [
          { ...tiny, name: 'tiny:1b' },
          { ...tiny, name: 'llama3.2:latest', modelfile: {} },
        ],
      ],
      pods: joined(environmentPods, podsOf('metal', 'pools'), fleetPods),
      objects: objectsJoined(objectsOf('environment'), objectsOf('fleet')),
    },
  ]);
});
