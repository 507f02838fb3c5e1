/** Environments of tiny models that fit on the nodes of a stand, and the files that the hub has for them. */
import { gib, gigabytes, type ClusterInput, type EnvironmentInput, type Model, type ModelInput } from '../../../lib';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { hubEntry, hubRepository, quick, tinyFile } from '../../engines/support/tiny-model';
import type { Hub } from './hub';
import { addresses } from './network';

/** A model of the hub: its catalogue entry and its file. */
export interface HubModel {
  readonly entry: Model;
  readonly path: string;
  readonly content: Buffer;
}

export function hubModel(name: string, facts: ArchitectureFacts = quick, seed = 1): HubModel {
  const content = tinyFile(facts, seed);
  const path = `${name}.gguf`;
  return { entry: hubEntry(facts, content, path), path: `/${hubRepository}/resolve/main/${path}`, content };
}

export const serveAll = (hub: Hub, models: readonly HubModel[]): void =>
  models.forEach(({ path, content }) => hub.serve(path, content));

/** The gateway and Prometheus of the stand. */
export const neighbours = {
  requestsFrom: { namespace: 'gateway', podLabels: { 'app.kubernetes.io/name': 'gateway' } },
  monitoring: { namespace: 'monitoring', podLabels: { 'app.kubernetes.io/name': 'prometheus' } },
} as const;

type Fleets = NonNullable<EnvironmentInput['ollama']>;

/** A workload that runs once, in the pool `cpu`, if it states nothing else. */
type Placed<W extends Pick<ModelInput, 'pools' | 'replicas'>> = Omit<W, 'pools' | 'replicas'> &
  Partial<Pick<W, 'pools' | 'replicas'>>;

export interface NodeEnvironment {
  readonly name: string;
  readonly catalog: Readonly<Record<string, Model>>;
  /** @default - a claim of the default class that engines read, as `local` has it */
  readonly weights?: ClusterInput['weights'];
  /** What differs from the cluster of the stand. @default - nothing */
  readonly cluster?: Partial<Exclude<ClusterInput, { readonly scope: 'namespaced' }>>;
  readonly models?: Readonly<Record<string, Placed<ModelInput>>>;
  readonly ollama?: Readonly<Record<string, Placed<Fleets[string]>>>;
  /** Nodes of the pool. @default 1 */
  readonly nodes?: number;
  /** @default - those of the pool `cpu` alone */
  readonly nodePools?: EnvironmentInput['nodePools'];
  /** @default - none: clients ask the engines */
  readonly gateway?: EnvironmentInput['gateway'];
}

export const directStore = {
  kind: 'direct',
  capacity: gib(1),
  bandwidth: gigabytes(1),
} as const satisfies ClusterInput['weights'];
export const sharedStore = {
  kind: 'class',
  storageClass: 'shared',
  capacity: gib(1),
  bandwidth: gigabytes(1),
} as const satisfies ClusterInput['weights'];

/** A few tokens at a time: the node has two cores for everything. */
export const smallSettings = { contextLength: 2048, parallel: 1, maxOutputLength: 256 } as const;

const place = { pools: ['cpu'] as const, replicas: 1, cpu: 0.2 };

const placed = <T extends object>(workloads: Readonly<Record<string, T>>): Readonly<Record<string, typeof place & T>> =>
  Object.fromEntries(Object.entries(workloads).map(([name, workload]) => [name, { ...place, ...workload }]));

export const nodeEnvironment = ({
  name,
  catalog,
  weights = directStore,
  cluster = {},
  models = {},
  ollama = {},
  nodes = 1,
  nodePools,
  gateway,
}: NodeEnvironment): EnvironmentInput => ({
  name,
  gateway,
  delivery: 'kubectl',
  catalog: { models: catalog },
  cluster: {
    id: name,
    runtimeClass: 'none',
    dns: { addresses: [`${addresses.dns}/32`], nodeLocalDns: false },
    ...neighbours,
    weights,
    ...cluster,
  },
  nodePools: nodePools ?? {
    cpu: {
      on: 'metal',
      nodes,
      hardware: { cpu: 8, memory: gib(10), ephemeralStorage: gib(20), diskBandwidth: gigabytes(1) },
    },
  },
  models: placed(models),
  ollama: placed(ollama),
});
