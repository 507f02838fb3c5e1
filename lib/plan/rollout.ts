/** How each workload replaces its pods: with a spare one where there is room for all spares at once, else without. */
import { derived, type Derived } from '../core/derived';
import type { NodePool } from '../environment/node-pool';
import type { RolloutStrategy } from '../sizing/pod';
import { stuckInSomeOrder, type Crowd } from './arrival';
import type { PodGroup } from './demand';

/** Pods beyond its maximum that a rollout adds for a while. */
export const surgeOf = (strategy: RolloutStrategy): number => (strategy.type === 'RollingUpdate' ? strategy.maxSurge : 0);

/**
 * Pods beyond its maximum that the quota must allow: the spare one, and one that still ends. A pod counts until it is gone, and a
 * refused creation is tried again only minutes later.
 */
export const quotaSurgeOf = (strategy: RolloutStrategy): number => (strategy.type === 'RollingUpdate' ? strategy.maxSurge + 1 : 0);

const withSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 };
const withoutSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 };

/**
 * Strategies by workload. All spares are counted together, since a change of a shared setting rolls everything at once; where
 * they do not fit, workloads of the lowest priority do without first.
 *
 * @param groups - workloads that may have a spare pod
 * @param others - workloads beside them that never do: StatefulSets
 */
export function rollouts(groups: readonly PodGroup[], others: readonly PodGroup[], pools: Readonly<Record<string, NodePool>>): ReadonlyMap<string, Derived<RolloutStrategy>> {
  const spare = new Set(groups.map(({ workload }) => workload));
  const crowds = (): readonly Crowd[] => [...groups, ...others].map((group) => ({ group, count: group.max + (spare.has(group.workload) ? 1 : 0) }));
  const byPriority = [...groups].sort((a, b) => a.priority - b.priority || b.max - a.max || (a.workload < b.workload ? -1 : 1));
  for (const { workload } of byPriority) {
    const stuck = stuckInSomeOrder(crowds(), pools);
    if (stuck.length === 0) break;
    if (stuck.some(({ pools: names }) => names.some((name) => groups.find((group) => group.workload === workload)?.pools.includes(name)))) spare.delete(workload);
  }
  return new Map(groups.map(({ workload, max }) => [workload, strategyOf(spare.has(workload), max)]));
}

function strategyOf(hasSpare: boolean, max: number): Derived<RolloutStrategy> {
  if (hasSpare) return derived(withSpare, 'a spare pod fits beside every maximum and every other spare');
  if (max > 1) return derived(withoutSpare, 'no room for a spare pod: one is taken away before its successor starts');
  return derived<RolloutStrategy>({ type: 'Recreate' }, 'one pod and no room for a spare: it ends before its successor starts');
}
