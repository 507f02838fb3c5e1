/**
 * An environment that has what the overlays have not: slices and shares of GPUs, a fleet whose ordinals differ, machines
 * without a price, a gateway with limits, a database with its copies, a cache, alerts, exemptions and amendments.
 */
import { defineEnvironment, type EnvironmentInput, gib, gigabytes, minutes } from '../../../lib';
import { backup, catalog, monitoring, serve } from '../../../overlays/base';

const disks = { ephemeralStorage: gib(800), diskBandwidth: gigabytes(2) } as const;
const short = { contextLength: 2048, parallel: 1, maxOutputLength: 256 } as const;

export const broad = defineEnvironment({
  name: 'broad',
  delivery: 'kubectl',
  catalog: {
    ...catalog,
    instances: {
      'aws/own.large': {
        cloud: 'aws',
        type: 'own.large',
        vcpu: 16,
        memoryMib: 65_536,
        allocatable: { millicores: 15_800, memoryMib: 60_000, pods: 58 },
        networkMbps: 5000,
        onDemand: { usdPerHour: 1.5, region: 'eu-west-1', date: '2026-11-01', source: 'our contract' },
      },
      'aws/unpriced.large': {
        cloud: 'aws',
        type: 'unpriced.large',
        vcpu: 16,
        memoryMib: 65_536,
        allocatable: { millicores: 15_800, memoryMib: 60_000, pods: 58 },
        networkMbps: 5000,
      },
    },
  },
  cluster: {
    id: 'broad-1',
    metrics: 'prometheus-adapter',
    monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
    dns: { addresses: ['10.96.0.10/32'] },
    requestsFrom: { namespace: 'apps', podLabels: { app: 'web' } },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(400), bandwidth: gigabytes(1) },
  },
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the storage team' }],
  objects: { annotations: { 'example.org/owner': 'the model team' } },
  pods: { annotations: { 'example.org/contact': 'the chat of the model team' }, labels: { team: 'models' } },
  nodePools: {
    sliced: {
      on: 'metal',
      nodes: ['sliced-1'],
      hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2, cpu: 64, memory: gib(512), ...disks },
      sharing: { by: 'mig', profile: '3g.40gb' },
    },
    shared: {
      on: 'metal',
      nodes: ['shared-1'],
      hardware: { gpu: 'NVIDIA-L40S', gpus: 1, cpu: 32, memory: gib(128), ...disks },
      sharing: { by: 'time-slicing', replicas: 2 },
    },
    rack: {
      on: 'metal',
      nodes: ['rack-1', 'rack-2'],
      hardware: { gpu: 'NVIDIA-L40S', gpus: 1, cpu: 32, memory: gib(128), ...disks },
    },
    priced: { on: 'cloud', instance: 'aws/own.large', nodes: { min: 1, max: 3 }, labels: { pool: 'priced' }, ...disks },
    unpriced: {
      on: 'cloud',
      instance: 'aws/unpriced.large',
      nodes: { min: 1, max: 3 },
      labels: { pool: 'unpriced' },
      ...disks,
    },
  },
  models: {
    slice: { ...serve.legal, memory: undefined, pools: ['sliced'], gpus: 1, replicas: 1 },
    share: { ...serve.risk, memory: undefined, pools: ['shared'], gpus: 1, replicas: 1 },
    chat: { ...serve.recommendation, settings: short, pools: ['priced'], replicas: { min: 1, max: 2 } },
    tiny: { ...serve.summary, settings: short, pools: ['unpriced'], replicas: 1 },
  },
  ollama: {
    fleet: {
      models: { byOrdinal: [['llama3.1:8b'], ['llama3.2:3b', 'qwen2.5:7b']] },
      settings: { contextLength: 4096, parallel: 1, maxOutputLength: 512, keepAlive: minutes(10) },
      pools: ['rack'],
      gpus: 1,
      cpu: 4,
      replicas: 2,
    },
  },
  gateway: {
    tls: 'none',
    expose: { by: 'cluster' },
    replicas: 1,
    clients: {
      'team-a': { models: ['chat', 'slice'], requestsPerMinute: 600, concurrent: 20, tokensPerDay: 2_000_000 },
      everything: { models: 'all', tenant: 'operators' },
    },
  },
  databases: {
    notes: {
      kind: 'postgres',
      size: gib(20),
      storageClass: 'fast-disks',
      databases: { notes: {}, drafts: { owner: 'writer' } },
      passwords: { secretName: 'notes-passwords' },
      clients: [{ namespace: 'notes', podLabels: { app: 'notes' } }],
      pools: ['priced'],
    },
  },
  caches: {
    sessions: {
      kind: 'valkey',
      maxMemory: gib(1),
      keeps: { by: 'snapshots', every: minutes(5), storageClass: 'fast-disks' },
      users: { notes: { prefixes: ['notes:'] }, graphs: { may: 'watch' } },
      passwords: { secretName: 'sessions-passwords' },
      clients: [{ namespace: 'notes', podLabels: { app: 'notes' } }],
      pools: ['priced'],
    },
  },
  backup: {
    ...backup,
    sources: [
      { kind: 'store', blobs: 'none' },
      { kind: 'database', server: 'notes', database: 'drafts', room: gib(5) },
    ],
  },
  monitoring,
  exemptions: [{ rule: 'as-planned', object: 'ConfigMap model-store/program-loader', reason: 'our tools read it' }],
  amendments: [
    {
      target: 'Deployment llm-serving/chat',
      patch: { spec: { minReadySeconds: 120 } },
      reason: 'the load balancer is slow',
    },
    {
      target: 'ConfigMap model-store/program-loader',
      patch: { data: { 'note.txt': 'read by our tools' } },
      reason: 'a note for our tools',
    },
  ],
});

/** The same with a licence of each model. */
export const licensed = (licence: string): EnvironmentInput => ({
  ...broad,
  catalog: {
    ...broad.catalog,
    models: Object.fromEntries(
      Object.entries(broad.catalog?.models ?? {}).map(([key, model]) => [key, { ...model, licence }]),
    ),
  },
});
