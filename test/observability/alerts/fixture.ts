/** A rack with everything that has an alert: a range, a fixed number, batch, a fleet on GPUs, a gateway with TLS. */
import { gib } from '../../../lib/core/bytes';
import { FaultError } from '../../../lib/core/fault';
import { parseEnvironment } from '../../../lib/environment/complete';
import type { EnvironmentInput } from '../../../lib/environment/environment';
import type { Alerts } from '../../../lib/environment/monitoring';
import { plan, type Plan } from '../../../lib/plan';
import { rack } from '../../charts/support';

const { smol } = rack.models;

export const watched = {
  ...rack,
  name: 'watched',
  prerequisites: [],
  cluster: {
    ...rack.cluster,
    metrics: 'prometheus-adapter',
    monitoring: { namespace: 'monitoring', podLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    weights: { ...rack.cluster.weights, capacity: gib(100) },
  },
  monitoring: {
    scrape: { by: 'prometheus-operator', labels: { release: 'kube-prometheus-stack' } },
    alerts: {},
  },
  gateway: {
    host: 'llm.example.org',
    tls: { issuer: { kind: 'ClusterIssuer', name: 'corral-ca' } },
    expose: { by: 'load-balancer' },
    clients: { all: { models: 'all' } },
  },
  backup: {
    to: { kind: 's3', endpoint: 'https://s3.example.org', bucket: 'copies', credentials: { secretName: 'backup-key' } },
    password: { secretName: 'backup-password', key: 'password' },
    sources: [{ kind: 'store', blobs: 'all' }],
  },
  models: {
    smol: { ...smol, replicas: { min: 1, max: 3 } },
    fixed: {
      weights: smol.weights,
      settings: smol.settings,
      pools: ['cpu'],
      cpu: 2,
      replicas: 2,
      priority: 'interactive',
    },
    night: { weights: smol.weights, settings: smol.settings, pools: ['cpu'], cpu: 2, replicas: 1, priority: 'batch' },
  },
  databases: {
    chat: {
      kind: 'postgres',
      size: gib(5),
      storageClass: 'disks',
      databases: { chat: {} },
      passwords: { secretName: 'chat-passwords' },
      clients: [{ namespace: 'chat', podLabels: { app: 'chat' } }],
      tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
    },
  },
  caches: {
    chat: { kind: 'valkey', maxMemory: gib(1), users: { chat: {} }, passwords: { secretName: 'cache-passwords' } },
    sessions: {
      kind: 'valkey',
      maxMemory: gib(1),
      keeps: { by: 'log', storageClass: 'disks' },
      users: { chat: {} },
      passwords: { secretName: 'cache-passwords' },
    },
  },
  ollama: { fleet: { ...rack.ollama.fleet, priority: 'interactive' } },
} as const satisfies EnvironmentInput;

/** The plan of an environment, and what its alerts promise. */
export function planned(input: EnvironmentInput): { readonly plan: Plan; readonly alerts: Alerts } {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  const alerts = environment.monitoring?.alerts;
  if (alerts === undefined) throw new Error(`${environment.name} asks for no alerts`);
  return { plan: plan(environment), alerts };
}
