/** What is mutated: the repository's environments, random ones, and one that has a value in nearly every field. */
import fc from 'fast-check';
import { gib, gigabytes, mib, minutes, seconds, type EnvironmentInput } from '../../lib';
import { environments } from '../../overlays';
import { catalog } from '../../overlays/base';
import { models } from '../../overlays/models';
import { usualEnvironment } from '../generators/usual';
import { team } from '../namespaced/team';

const shared = { cpu: 64, memory: gib(512), ephemeralStorage: gib(1600), diskBandwidth: gigabytes(3) };

/**
 * A value in every field that the others leave out; it need not synthesise, since a mutation seldom leaves it whole.
 */
const everyField = {
  name: 'every-field',
  delivery: 'gitops',
  catalog: {
    ...catalog,
    gpus: {
      'NVIDIA-Test': {
        product: 'NVIDIA-Test',
        memoryMib: 24_000,
        memoryType: 'GDDR',
        bandwidthGbPerSecond: 300,
        computeCapability: '8.9',
        source: 'a test',
        migProfiles: [{ profile: '1g.5gb', memoryMib: 4864, perGpu: 7, computeSlices: 1, memoryFrom: 'measured' }],
      },
    },
    instances: {
      'aws/test.large': {
        cloud: 'aws',
        type: 'test.large',
        vcpu: 8,
        memoryMib: 32_768,
        allocatable: { millicores: 7800, memoryMib: 30_000, pods: 58 },
        gpu: { product: 'NVIDIA-L4', count: 1 },
        localNvmeGb: 450,
        networkMbps: 5000,
        onDemand: { usdPerHour: 1, region: 'eu', date: '2026-11-01', source: 'a test' },
      },
    },
  },
  priorities: { critical: 1_000_000, interactive: 100_000, standard: 10_000, batch: 1000 },
  pods: {
    env: { TZ: 'UTC', TOKEN: { secret: 'token', key: 'a' }, NAME: { configMap: 'name', key: 'a' } },
    volumes: { '/mnt/a': { claim: 'a' }, '/mnt/b': { configMap: 'b' }, '/mnt/c': { secret: 'c' } },
    labels: { team: 'ml' },
    annotations: { 'example.org/owner': 'ml' },
    imagePullSecrets: ['pull'],
    nodeRemoval: 'allowed',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'team', value: 'ml', effect: 'NoExecute', seconds: seconds(60) }],
  },
  objects: { labels: { team: 'ml' }, annotations: { 'example.org/owner': 'ml' } },
  imageMirrors: { 'ghcr.io': 'mirror.example/ghcr' },
  prerequisites: [
    { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' },
    { kind: 'Secret', namespace: 'model-store', name: 'hub-token', providedBy: 'the cluster team' },
    { kind: 'StorageClass', name: 'fast', providedBy: 'the cluster team' },
  ],
  monitoring: {
    scrape: {
      by: 'prometheus-operator',
      labels: { release: 'stack' },
      interval: seconds(20),
      key: { secretName: 'scrape', key: 'key' },
    },
    prometheus: { url: 'http://prometheus.monitoring.svc:9090' },
    alerts: { firstToken: { seconds: 5, objective: 0.9 }, runbooks: 'https://runbooks.example' },
  },
  exemptions: [{ rule: 'probes', object: 'Deployment llm-serving/chat', reason: 'a test' }],
  amendments: [
    {
      target: 'Deployment llm-serving/chat',
      patch: { spec: { minReadySeconds: 900, template: { metadata: { annotations: { a: 'b' } } } } },
      reason: 'a test',
    },
    {
      target: 'Job model-store/load-*',
      jsonPatch: [{ op: 'replace', path: '/spec/backoffLimit', value: 9 }],
      reason: 'a test',
    },
  ],
  cluster: {
    id: 'every-field',
    kubernetes: '1.36',
    namespaces: { serving: 'llm-serving', store: 'model-store' },
    dns: {
      pods: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
      addresses: ['169.254.20.10/32', '10.96.0.10/32', 'fd00::a/128'],
    },
    requestsFrom: { namespace: 'gateway', podLabels: { app: 'gateway' } },
    monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
    metrics: 'prometheus-adapter',
    runtimeClass: 'existing',
    devicePluginNamespace: 'gpu-operator',
    priorityClasses: 'owned',
    unusedWeights: 'remove',
    weights: {
      kind: 'nfs',
      server: 'nfs.example',
      share: '/models',
      subDir: 'a',
      capacity: gib(900),
      bandwidth: gigabytes(2),
      mountOptions: ['hard', 'nfsvers=4.1'],
    },
    downloads: {
      hub: 'https://hub.example',
      registry: 'https://registry.example',
      hubToken: { secretName: 'hub-token', key: 'token' },
      endpoints: [{ cidr: '192.0.2.0/24', port: 443 }],
      proxy: { url: 'http://proxy.example:3128', addresses: ['10.0.0.7/32'], noProxy: ['registry.example'] },
      caBundle: { configMap: 'corporate-ca', key: 'ca.crt' },
    },
    storageTiers: { fast: { storageClass: 'fast', bandwidth: gigabytes(1) } },
  },
  nodePools: {
    rack: {
      on: 'metal',
      nodes: ['rack-1', 'rack-2'],
      usdPerNodeHour: 2,
      taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
      labels: { pool: 'rack' },
      pods: { labels: { tier: 'rack' }, nodeRemoval: 'prevented' },
      daemons: { cpu: 0.5, memory: mib(512) },
      hardware: {
        ...shared,
        gpu: 'NVIDIA-L40S',
        gpus: 4,
        nvme: [{ path: '/mnt/nvme0', capacity: gib(900), volumes: 2 }],
      },
    },
    sliced: {
      on: 'metal',
      nodes: ['sliced-1'],
      hardware: { ...shared, gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 4 },
      sharing: { by: 'mig', profile: '3g.40gb' },
    },
    cloud: {
      on: 'cloud',
      instance: 'aws/g6.2xlarge',
      nodes: { min: 1, max: 4 },
      capacity: 'on-demand',
      provisioner: 'karpenter',
    },
    cpu: { on: 'metal', nodes: 3, hardware: shared },
  },
  models: {
    chat: {
      weights: 'llama-3.1-8b-instruct/Q4_K_M',
      pools: ['rack'],
      gpus: 1,
      cpu: 4,
      memory: gib(12),
      priority: 'interactive',
      tokensPerSecond: 20,
      replicas: { min: 1, max: 2 },
      settings: { contextLength: 8192, parallel: 2, maxOutputLength: 512 },
      draft: { weights: 'llama-3.2-3b-instruct/Q4_K_M', tokens: 8 },
      local: { kind: 'csi', tier: 'fast' },
      flags: { '--temp': 0.7 },
      pods: { env: { TZ: 'Europe/Berlin' } },
      objects: { labels: { team: 'search' } },
    },
    small: {
      weights: 'qwen2.5:0.5b',
      pools: ['cpu'],
      cpu: 2,
      replicas: 1,
      settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 },
      priority: 'batch',
    },
  },
  ollama: {
    fleet: {
      models: ['llama3.2:3b', 'qwen2.5:3b'],
      pools: ['rack'],
      gpus: 1,
      cpu: 4,
      replicas: 2,
      swap: 'accepted',
      local: { kind: 'static' },
      volumeSize: gib(400),
      priority: 'standard',
      settings: {
        contextLength: 4096,
        parallel: 1,
        maxOutputLength: 256,
        keepAlive: minutes(10),
        loadTimeout: seconds(900),
      },
    },
  },
} as unknown as EnvironmentInput;

const random = fc.sample(usualEnvironment, { numRuns: 60, seed: 20261129 });

export const bases: readonly EnvironmentInput[] = [
  ...environments,
  team,
  ...Array.from({ length: 12 }, () => everyField),
  ...environments,
  ...environments,
  ...random,
];

/** Keys that chance enters seldom: the catalogue has hundreds of entries, and most of them are used by nothing. */
export const seldom: readonly string[] = ['catalog'];

/** Without the catalogue of the repository, which an overlay imports. */
export const withoutModels = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const { catalog: given, ...rest } = value as { readonly catalog?: { readonly models?: unknown } };
  return given !== undefined && given.models === models
    ? {
        ...rest,
        catalog:
          given === catalog ? 'catalog of overlays/base.ts' : { ...given, models: 'models of overlays/models.ts' },
      }
    : value;
};
