/** Own racks: named GPU nodes with NVMe disks, named CPU nodes, weights on the storage network's NFS server. */
import { defineEnvironment, gib, gigabytes } from 'corral';
import { backup, catalog, gateway, neighbours, nfsDriver, monitoring, ollamaSettings, serve } from './base';

/**
 * Nodes are found by a label, not by their names: a node that is added replaces no pods. `kubectl label node NAME
 * corral.dev/pool=POOL`
 */
const pool = (name: string) => ({ labels: { 'corral.dev/pool': name } });
const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);

/** Settings of all nodes; those who run the racks make them, by the commands that synth prints. */
const tuning = ['numa-balancing', 'inotify-instances', 'parallel-pulls', 'nfs-read-ahead'] as const;

/** The application that keeps its conversations here, its passwords, and who issues the certificates of servers. */
const chat = {
  clients: [{ namespace: 'chat', podLabels: { 'app.kubernetes.io/name': 'chat' } }],
  tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
} as const;
const passwordsAt = (path: string) =>
  ({ from: 'external-secrets', store: { kind: 'ClusterSecretStore', name: 'corral' }, path }) as const;

export const production = defineEnvironment({
  name: 'production',
  delivery: 'gitops',
  catalog,
  prerequisites: [nfsDriver],
  cluster: {
    id: 'rack-1',
    // Engines answer the gateway alone.
    monitoring: neighbours.monitoring,
    dns: { addresses: ['10.96.0.10/32'] },
    metrics: 'keda',
    weights: {
      kind: 'nfs',
      server: 'nfs.storage.example',
      share: '/exports/models',
      capacity: gib(1024),
      bandwidth: gigabytes(2.5),
    },
  },
  // What a node of these racks costs an hour: its price over four years, power and space. Put your own figures here.
  nodePools: {
    h100: {
      on: 'metal',
      ...pool('h100'),
      tuning: { settings: tuning },
      nodes: names('gpu-h100', 2),
      usdPerNodeHour: 6,
      hardware: {
        gpu: 'NVIDIA-H100-80GB-HBM3',
        gpus: 4,
        cpu: 96,
        memory: gib(768),
        ephemeralStorage: gib(1600),
        diskBandwidth: gigabytes(3),
      },
    },
    l40s: {
      on: 'metal',
      ...pool('l40s'),
      tuning: { settings: tuning },
      nodes: names('gpu-l40s', 3),
      usdPerNodeHour: 2.2,
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 4,
        cpu: 64,
        memory: gib(384),
        ephemeralStorage: gib(1600),
        diskBandwidth: gigabytes(3),
      },
    },
    'l40s-ollama': {
      on: 'metal',
      ...pool('l40s-ollama'),
      tuning: { settings: tuning },
      nodes: names('gpu-ollama', 3),
      usdPerNodeHour: 0.8,
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 1,
        cpu: 16,
        memory: gib(128),
        ephemeralStorage: gib(400),
        diskBandwidth: gigabytes(3),
        nvme: [{ path: '/mnt/nvme0', capacity: gib(1800), volumes: 1 }],
      },
    },
    cpu: {
      on: 'metal',
      ...pool('cpu'),
      tuning: { settings: [...tuning, 'cpu-governor'] },
      nodes: names('cpu', 4),
      usdPerNodeHour: 0.4,
      hardware: { cpu: 32, memory: gib(120), ephemeralStorage: gib(400), diskBandwidth: gigabytes(2) },
    },
  },
  models: {
    'llama-3-70b': { ...serve.llama70b, pools: ['h100'], gpus: 1, replicas: { min: 1, max: 4 }, affinity: 'session' },
    'qwen-2-5-32b': { ...serve.qwen32b, pools: ['l40s'], gpus: 1, replicas: { min: 1, max: 5 }, affinity: 'session' },
    // Outside of working hours it sleeps until the first request.
    'gpt-oss-20b': {
      ...serve.gptOss,
      pools: ['l40s'],
      gpus: 1,
      replicas: { min: 0, max: 5 },
      schedule: [{ days: 'weekdays', from: '07:00', to: '19:00', timeZone: 'Europe/Dublin', replicas: 1 }],
    },
    legal: { ...serve.legal, pools: ['cpu'], replicas: { min: 2, max: 8 } },
    risk: {
      ...serve.risk,
      pools: ['cpu'],
      replicas: { min: 2, max: 8 },
      // One request of ten tries a finer quantisation.
      tracks: { blue: { weight: 90 }, green: { weight: 10, weights: 'llama-3.2-3b-instruct/Q6_K', replicas: 1 } },
    },
    summary: { ...serve.summary, pools: ['cpu'], replicas: { min: 2, max: 10 } },
    recommendation: { ...serve.recommendation, pools: ['cpu'], replicas: { min: 2, max: 6 } },
  },
  ollama: {
    ollama: {
      models: ['llama3.1:8b', 'qwen2.5:7b', 'llama3.2:3b'],
      settings: ollamaSettings,
      pools: ['l40s-ollama'],
      gpus: 1,
      replicas: 3,
      local: { kind: 'static' },
      volumeSize: gib(100),
    },
  },
  databases: {
    chat: {
      ...chat,
      kind: 'postgres',
      size: gib(50),
      storageClass: 'ceph-block',
      databases: { chat: {} },
      passwords: passwordsAt('corral/chat-db'),
    },
  },
  caches: {
    chat: {
      ...chat,
      kind: 'valkey',
      maxMemory: gib(4),
      users: { chat: { prefixes: ['chat:'] } },
      passwords: passwordsAt('corral/chat-cache'),
    },
  },
  backup: {
    ...backup,
    sources: [...backup.sources, { kind: 'database', server: 'chat', database: 'chat', room: gib(10) }],
  },
  // KEDA asks this Prometheus how many requests wait.
  monitoring: { ...monitoring, prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' } },
  gateway: {
    ...gateway,
    host: 'llm.example.org',
    clients: {
      'team-a': {
        models: ['llama-3-70b', 'qwen-2-5-32b', 'gpt-oss-20b'],
        requestsPerMinute: 600,
        concurrent: 20,
        tokensPerDay: 20_000_000,
        tenant: 'a',
      },
      documents: { models: ['legal', 'risk', 'summary', 'recommendation'], concurrent: 40, tenant: 'b' },
      trials: { models: 'all', requestsPerMinute: 60, concurrent: 4, tokensPerDay: 1_000_000 },
    },
  },
});
