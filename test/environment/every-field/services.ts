/** Every field of what runs beside the models: gateway, monitoring, backup, database, cache. */
import { gib } from '../../../lib/core/bytes';
import { minutes, seconds } from '../../../lib/core/duration';
import type { CacheInput } from '../../../lib/environment/cache';
import type { DatabaseInput } from '../../../lib/environment/database';
import type { BackupInput } from '../../../lib/environment/backup';
import type { GatewayInput, GatewayPods } from '../../../lib/environment/gateway';
import type { Monitoring, MonitoringInput } from '../../../lib/environment/monitoring';
import { podsOf } from './additions';

export const monitoring = {
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

const { env: _env, volumes: _volumes, nodeRemoval: _nodeRemoval, ...gatewayPodsOf } = podsOf('gateway');
export const gatewayPods: Required<GatewayPods> = {
  ...gatewayPodsOf,
  nodeSelector: { pool: 'metal' },
  tolerations: [{ key: 'gateway', value: 'yes', effect: 'NoExecute', seconds: seconds(30) }],
};

export const backup = {
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

export const chat: Required<DatabaseInput> & { readonly kind: 'postgres' } = {
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

export const sessions: Required<CacheInput> = {
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

export const gateway: Required<GatewayInput> = {
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
