/** What the containers of a pod beside the engines ask for, one by one and together. */
import { addBytes, bytes, cores } from '../core';
import type { Cache, Database, Environment } from '../environment';
import {
  type ContainerWants,
  postgresExporterWants,
  postgresUsersWants,
  postgresWants,
  valkeyUsersWants,
  valkeyWants,
} from '../workload';
import { cacheSizes } from './caches';
import { wantsIn } from './namespace/cpu-limits';

/** What the containers of the pod of a database ask for; the exporter only where metrics are scraped. */
export const databaseWants = (
  environment: Pick<Environment, 'cluster' | 'monitoring'>,
  { cpu, memory }: Database,
): { readonly server: ContainerWants; readonly users: ContainerWants; readonly exporter?: ContainerWants } => ({
  server: wantsIn(environment, { ...postgresWants, cpu: cores(cpu), memory }),
  users: wantsIn(environment, postgresUsersWants),
  ...(environment.monitoring === undefined ? {} : { exporter: wantsIn(environment, postgresExporterWants) }),
});

/** What the containers of the pod of a cache ask for; the memory of the server follows from its settings. */
export const cacheWants = (
  environment: Pick<Environment, 'cluster'>,
  cache: Cache,
): { readonly server: ContainerWants; readonly users: ContainerWants } => ({
  server: wantsIn(environment, {
    ...valkeyWants,
    cpu: cores(cache.cpu),
    memory: cacheSizes(cache).memory.value,
  }),
  users: wantsIn(environment, valkeyUsersWants),
});

/** Containers that run at the same time; there is a limit of CPU where all of them have one. */
export const togetherWants = (all: readonly ContainerWants[]): ContainerWants => ({
  cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
  cpuLimit: all.every(({ cpuLimit }) => cpuLimit !== undefined)
    ? all.reduce((sum, { cpuLimit = 0 }) => sum + cpuLimit, 0)
    : undefined,
  memory: all.reduce((sum, { memory }) => addBytes(sum, memory), bytes(0)),
  ephemeralStorage: all.reduce((sum, { ephemeralStorage }) => addBytes(sum, ephemeralStorage), bytes(0)),
});
