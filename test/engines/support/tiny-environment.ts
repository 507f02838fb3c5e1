/**
 * An environment of a user with tiny models of their own: a CPU pool, a network store, loaders, stagers, llama-servers
 * and a fleet.
 */
import {
  gib,
  gigabytes,
  mib,
  type ClusterInput,
  type EnvironmentInput,
  type Model,
  type ModelInput,
} from '../../../lib';
import { nfsDriver } from '../../../overlays/base';

type Fleets = NonNullable<EnvironmentInput['ollama']>;

/** What a test chooses. */
export interface TinyEnvironment {
  readonly catalog: Readonly<Record<string, Model>>;
  /** @default - none: requests need no key */
  readonly apiKey?: ClusterInput['apiKey'];
  readonly models?: Readonly<Record<string, Omit<ModelInput, 'pools' | 'replicas'>>>;
  /** @default - one replica each */
  readonly ollama?: Readonly<
    Record<string, Omit<Fleets[string], 'pools' | 'replicas'> & { readonly replicas?: number }>
  >;
}

const place = { pools: ['cpu'] as const, replicas: 1, cpu: 2 };

const placed = <T extends object>(workloads: Readonly<Record<string, T>>): Readonly<Record<string, typeof place & T>> =>
  Object.fromEntries(Object.entries(workloads).map(([name, workload]) => [name, { ...place, ...workload }]));

export const tinyEnvironment = ({ catalog, apiKey, models = {}, ollama = {} }: TinyEnvironment): EnvironmentInput => ({
  name: 'tiny',
  delivery: 'kubectl',
  catalog: { models: catalog },
  prerequisites: [nfsDriver],
  cluster: {
    id: 'tiny',
    runtimeClass: 'none',
    apiKey,
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(10), bandwidth: mib(100) },
  },
  nodePools: {
    cpu: {
      on: 'metal',
      nodes: 3,
      hardware: { cpu: 16, memory: gib(32), ephemeralStorage: gib(100), diskBandwidth: gigabytes(1) },
    },
  },
  models: placed(models),
  ollama: placed(ollama),
});
