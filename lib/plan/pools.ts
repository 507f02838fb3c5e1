/** How full each pool is: what must run, and what may. */
import type { Environment } from '../environment';
import { nodeAmounts, type PodGroup } from './placement/demand';
import type { PoolPlan } from './plan';

/** Pools in the order of the environment. A workload counts on its first pool, the one that it prefers. */
export const planPools = (environment: Environment, groups: readonly PodGroup[]): readonly PoolPlan[] =>
  Object.values(environment.nodePools).map((pool) => {
    const users = groups.filter(({ pools }) => pools[0] === pool.name);
    const sum = (resource: string, count: (group: PodGroup) => number): number =>
      users.reduce((total, group) => total + (group.amounts[resource] ?? 0) * count(group), 0);
    const resource = pool.gpu?.resource ?? '';
    const use = Object.entries(nodeAmounts(pool)).map(([name, offered]) => {
      const whole = Math.max(1, offered * pool.nodes.max);
      return [
        name,
        { minimum: sum(name, ({ min }) => min) / whole, maximum: sum(name, ({ max }) => max) / whole },
      ] as const;
    });
    return {
      pool,
      gpuUnits: (pool.gpu?.unitsPerNode ?? 0) * pool.nodes.max,
      gpuUnitsAtMinimum: sum(resource, ({ min }) => min),
      gpuUnitsAtMaximum: sum(resource, ({ max }) => max),
      use: Object.fromEntries(use),
    };
  });
