/** How full each pool is, in GPU units: those that must run, and those that may. */
import type { Environment } from '../environment/environment';
import type { PodGroup } from './demand';
import type { PoolPlan } from './plan';

/** Pools in the order of the environment. A workload counts on its first pool, the one that it prefers. */
export const planPools = (environment: Environment, groups: readonly PodGroup[]): readonly PoolPlan[] =>
  Object.values(environment.nodePools).map((pool) => {
    const resource = pool.gpu?.resource;
    const users = resource === undefined ? [] : groups.filter(({ pools }) => pools[0] === pool.name);
    const units = (count: (group: PodGroup) => number) => users.reduce((sum, group) => sum + (group.amounts[resource ?? ''] ?? 0) * count(group), 0);
    return {
      pool,
      gpuUnits: (pool.gpu?.unitsPerNode ?? 0) * pool.nodes.max,
      gpuUnitsAtMinimum: units(({ min }) => min),
      gpuUnitsAtMaximum: units(({ max }) => max),
    };
  });
