/** All pods of an environment as placement sees them: engines, and what stands beside them. */
import { at as pathAt } from '../../core/path';
import type { Environment } from '../../environment/environment';
import type { Priority } from '../../workload/server';
import { collectorWants, copyWants, weightsServerReplicas, weightsServerWants } from '../../workload/small-pods';
import type { UnplacedServer } from '../plan';
import { sharedNames } from '../names';
import { podAmounts, supplyOf, wantedAmounts, type Amounts, type PodCount, type PodGroup } from '../placement/demand';
import type { Supplies } from '../placement/arrival';
import { supportPools } from '../scheduling';

/** What a pod of a priority may do to others. */
const rank = ({ priorities }: Environment, priority: Priority): Pick<PodGroup, 'priority' | 'preempts'> => ({
  priority: priorities[priority],
  preempts: priority !== 'batch',
});

/** Pods of a workload that serves models. */
export const serverGroup = (
  environment: Environment,
  { workload, compute }: Pick<UnplacedServer, 'workload' | 'compute'>,
): PodGroup => ({
  workload: workload.name,
  at: pathAt(environment.name, workload.section, workload.key),
  pools: workload.pools,
  amounts: podAmounts(compute),
  ...rank(environment, workload.priority),
  min: workload.replicas.min,
  max: workload.replicas.max,
});

/** Pods beside the engines: the weights server, a loader for each model, the collector. */
export function supportGroups(environment: Environment, loaders: number): readonly PodGroup[] {
  const group = (workload: string, amounts: Amounts, count: number, priority: Priority, ends: boolean): PodGroup => ({
    workload,
    at: pathAt(environment.name, 'cluster', 'weights'),
    pools: supportPools(environment).map(({ name }) => name),
    amounts,
    ...rank(environment, priority),
    min: count,
    max: count,
    ends,
  });
  return [
    ...(environment.cluster.weights.kind === 'direct'
      ? []
      : [
          group(sharedNames.weightsServer, wantedAmounts(weightsServerWants), weightsServerReplicas, 'critical', false),
        ]),
    ...(loaders === 0
      ? []
      : [
          group('loaders', wantedAmounts(copyWants), loaders, 'standard', true),
          group(sharedNames.collector, wantedAmounts(collectorWants), 1, 'batch', true),
        ]),
  ];
}

/** The pools of an environment at their largest. */
export const suppliesOf = ({ nodePools }: Environment): Supplies =>
  new Map(Object.values(nodePools).map((pool) => [pool.name, supplyOf(pool)]));

/** Whether a group's maximum is promised a place: one of its pools is reserved. */
export const isReserved = ({ nodePools }: Environment, { pools }: PodGroup): boolean =>
  pools.some((name) => nodePools[name]?.contention === 'reserved');

/** What is promised a place: maxima on reserved pools, minima elsewhere. */
export const promised = (environment: Environment, groups: readonly PodGroup[]): readonly PodCount[] =>
  groups.map((group) => ({ group, count: isReserved(environment, group) ? group.max : group.min }));

/** Every group at its maximum. */
export const atMaximum = (groups: readonly PodGroup[]): readonly PodCount[] =>
  groups.map((group) => ({ group, count: group.max }));

/** Groups that share pools, directly or through others; what happens in one of these sets concerns no other. */
export function neighbourhoods<T>(
  items: readonly T[],
  poolsOf: (item: T) => readonly string[],
): readonly (readonly T[])[] {
  const parent = new Map<string, string>();
  const root = (pool: string): string => {
    const up = parent.get(pool) ?? pool;
    if (up === pool) return pool;
    const top = root(up);
    parent.set(pool, top);
    return top;
  };
  for (const item of items) {
    const [first, ...others] = poolsOf(item);
    for (const other of others) if (first !== undefined) parent.set(root(other), root(first));
  }
  const sets = new Map<string, T[]>();
  for (const item of items) {
    const key = root(poolsOf(item)[0] ?? '');
    const known = sets.get(key);
    if (known === undefined) sets.set(key, [item]);
    else known.push(item);
  }
  return [...sets.values()];
}
