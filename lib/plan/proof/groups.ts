/** All pods of an environment in the terms of placement: those of engines, and those beside them. */
import type { Environment } from '../../environment';
import { type Priority, workloadPlace } from '../../workload';
import type { UnplacedServer } from '../plan';
import { podAmounts, supplyOf, wantedAmounts, type PodCount, type PodGroup } from '../placement/demand';
import type { Supplies } from '../placement/arrival';
import { supportPools } from '../scheduling';
import { endsByItself, type SupportWorkload } from '../support';

/** What a pod of a priority may do to others: nothing where no pod names a PriorityClass. */
const rank = ({ cluster, priorities }: Environment, priority: Priority): Pick<PodGroup, 'priority' | 'preempts'> =>
  cluster.priorityClasses === 'none'
    ? { priority: 0, preempts: false }
    : { priority: priorities[priority], preempts: priority !== 'batch' };

/** Value up to which pods can be preempted by all others: that of batch. Without PriorityClasses no pod is preempted. */
export const preemptedByAll = ({ cluster, priorities }: Environment): number =>
  cluster.priorityClasses === 'none' ? -Infinity : priorities.batch;

/** Whether people wait for the pods, by the class of their workload: critical or interactive. */
export function isAwaited({ cluster, priorities, servers }: Environment, { workload, priority }: PodGroup): boolean {
  if (cluster.priorityClasses !== 'none') return priority >= priorities.interactive;
  // Of what runs beside the engines, only the weights server and the gateway keep running.
  const stated = servers.find(({ name }) => name === workload)?.priority ?? 'critical';
  return stated === 'critical' || stated === 'interactive';
}

/** Pods of a workload that serves models. */
export const serverGroup = (
  environment: Environment,
  { workload, compute, exporter }: Pick<UnplacedServer, 'workload' | 'compute' | 'exporter'>,
): PodGroup => ({
  workload: workload.name,
  at: workloadPlace(environment.name, workload),
  pools: workload.pools,
  amounts: podAmounts(compute, exporter),
  ...rank(environment, workload.priority),
  min: workload.replicas.min,
  max: workload.replicas.max,
});

/** Pods of a workload beside the engines. */
export const supportGroup = (environment: Environment, workload: SupportWorkload): PodGroup => ({
  workload: workload.name,
  at: workload.at,
  pools: workload.pools ?? supportPools(environment).map(({ name }) => name),
  amounts: wantedAmounts(workload.wants),
  ...rank(environment, workload.priority),
  min: workload.minimum ?? workload.replicas,
  max: workload.replicas,
  ends: endsByItself(workload),
});

/** The pools of an environment at their largest. */
export const suppliesOf = ({ nodePools }: Environment): Supplies =>
  new Map(Object.values(nodePools).map((pool) => [pool.name, supplyOf(pool)]));

/** Whether the maximum of a group is guaranteed: one of its pools is reserved. */
export const isReserved = ({ nodePools }: Environment, { pools }: PodGroup): boolean =>
  pools.some((name) => nodePools[name]?.contention === 'reserved');

/** The required pods: maxima on reserved pools, minima elsewhere. */
export const promised = (environment: Environment, groups: readonly PodGroup[]): readonly PodCount[] =>
  groups.map((group) => ({ group, count: isReserved(environment, group) ? group.max : group.min }));

/** Every group at its maximum. */
export const atMaximum = (groups: readonly PodGroup[]): readonly PodCount[] =>
  groups.map((group) => ({ group, count: group.max }));

/** Sets of groups that share pools, directly or through others. Groups of different sets never compete. */
export function groupsThatSharePools<T>(
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
