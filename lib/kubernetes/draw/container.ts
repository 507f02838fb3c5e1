/** A container with what every container of ours has: the pinned image, the security context, requests and limits. */
import { type Bytes, bytesQuantity, countQuantity, cpuQuantity, type Millicores } from '../../core';
import type { Container } from '../kinds';
import { containerSecurityContext } from './pod-security';

/**
 * What a container asks for. Memory and ephemeral storage are requests and limits alike, so neither is overcommitted.
 */
export interface ContainerResources {
  readonly cpu: Millicores;
  /** @default - none: a limit throttles */
  readonly cpuLimit?: Millicores;
  readonly memory: Bytes;
  readonly ephemeralStorage: Bytes;
  readonly extended?: { readonly resource: string; readonly count: number };
  /** Names of claims of its pod whose devices it uses. @default - none */
  readonly claims?: readonly string[];
}

/** Requests and limits as canonical quantities. */
export function resources({
  cpu,
  cpuLimit,
  memory,
  ephemeralStorage,
  extended,
  claims = [],
}: ContainerResources): NonNullable<Container['resources']> {
  const both = {
    memory: bytesQuantity(memory),
    'ephemeral-storage': bytesQuantity(ephemeralStorage),
    ...(extended === undefined ? {} : { [extended.resource]: countQuantity(extended.count) }),
  };
  return {
    requests: { cpu: cpuQuantity(cpu), ...both },
    limits: cpuLimit === undefined ? both : { cpu: cpuQuantity(cpuLimit), ...both },
    ...(claims.length === 0 ? {} : { claims: claims.map((name) => ({ name })) }),
  };
}

/** A container of ours; `Always` would ask the registry at every restart for an image that its digest already fixes. */
export const container = (
  body: Omit<Container, 'securityContext' | 'imagePullPolicy' | 'resources'>,
  wants: ContainerResources,
): Container => ({
  ...body,
  imagePullPolicy: 'IfNotPresent',
  resources: resources(wants),
  securityContext: containerSecurityContext,
});

/** Environment variables as a list, in the order of their names: the order of keys must not matter. */
export const environmentVariables = (values: Readonly<Record<string, string>>): NonNullable<Container['env']> =>
  Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
