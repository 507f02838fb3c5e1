/**
 * What random environments have in common: a cluster with a store, a gateway and monitoring, and small models that fit
 * any card.
 */
import fc from 'fast-check';
import {
  gib,
  gigabytes,
  type BackupInput,
  type EnvironmentInput,
  type GatewayInput,
  type MonitoringInput,
} from '../../lib';
import { models } from '../../overlays/models';
import type { Named } from './pools';

export type ModelInputs = NonNullable<EnvironmentInput['models']>;
export type FleetInputs = NonNullable<EnvironmentInput['ollama']>;

/** Weights that fit any GPU of the generators with short contexts. */
export const small = [
  'llama-3.2-3b-instruct/Q4_K_M',
  'qwen2.5:3b',
  'qwen2.5:1.5b',
  'llama3.2:3b',
  'qwen2.5:7b',
  'llama-3.1-8b-instruct/Q4_K_M',
] as const;

export const settings = fc.record({
  contextLength: fc.constantFrom(2048, 4096, 8192),
  parallel: fc.integer({ min: 1, max: 4 }),
  maxOutputLength: fc.constantFrom(128, 256, 512),
});

/** What is drawn by lot. */
interface Drawn {
  readonly pools: readonly Named[];
  /** Whether queue autoscalers have their metrics. */
  readonly autoscaled: boolean;
  /** Whether KEDA scales, on what the gateway has to do. @default false */
  readonly demand?: boolean;
  readonly models: ModelInputs;
  readonly ollama: FleetInputs;
  readonly gateway?: GatewayInput;
  readonly monitoring?: MonitoringInput;
  readonly backup?: BackupInput;
  readonly databases?: EnvironmentInput['databases'];
  readonly caches?: EnvironmentInput['caches'];
  readonly delivery: NonNullable<EnvironmentInput['delivery']>;
}

/** An environment with these pools and workloads. KEDA asks a Prometheus, whatever else scrapes. */
export function environmentWith({
  pools,
  autoscaled,
  demand = false,
  models: served,
  ollama,
  gateway,
  monitoring: drawn,
  backup,
  databases,
  caches,
  delivery,
}: Drawn): EnvironmentInput {
  const monitoring: MonitoringInput | undefined = demand
    ? { scrape: { by: 'annotations' }, ...drawn, prometheus: { url: 'http://prometheus.monitoring.svc:9090' } }
    : drawn;
  const isAnnotated = monitoring?.scrape.by === 'annotations';
  const scraper = {
    kind: 'Scraper',
    name: 'llama-servers',
    authorization: gateway === undefined || isAnnotated ? undefined : 'Bearer',
    providedBy: 'the cluster team',
  } as const;
  return {
    name: 'generated',
    delivery,
    catalog: { models },
    cluster: {
      id: 'generated',
      metrics: demand ? 'keda' : autoscaled ? 'prometheus-adapter' : 'none',
      requestsFrom: { namespace: 'gateway', podLabels: { app: 'gateway' } },
      monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
      // Annotations state no key.
      apiKey: isAnnotated && gateway !== undefined ? { none: 'pods are scraped by annotations' } : undefined,
      dns: { addresses: ['10.96.0.10/32'] },
      weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(600), bandwidth: gigabytes(2) },
    },
    prerequisites: [
      { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' },
      // The monitors of the operator are the environment's own.
      ...(monitoring?.scrape.by === 'prometheus-operator' ? [] : [scraper]),
    ],
    nodePools: Object.fromEntries(pools.map(([name, { pool }]) => [name, pool])),
    models: served,
    ollama,
    gateway,
    monitoring,
    backup,
    databases,
    caches,
  };
}
