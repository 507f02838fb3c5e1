/** What a drain of one node does: its pods fit on other nodes, or an outage is reported, so that every drain ends. */
import { derived } from '../../core';
import type { Environment } from '../../environment';
import { Arrival, type Supplies } from '../placement/arrival';
import { podsPerNode, type PodCount, type PodGroup } from '../placement/demand';
import type { DisruptionBudget } from '../../workload';
import type { DrainPlan } from '../plan';
import { preemptedByAll } from '../proof/groups';
import { displacements } from './displacement';

/** Drains of all pools, and what they ask of disruption budgets. */
export interface Drains {
  readonly drains: readonly DrainPlan[];
  /** Most pods of a workload that a drain evicts at a time, by workload. */
  readonly maxUnavailable: ReadonlyMap<string, DisruptionBudget>;
}

/** Most pods of a workload that one node of a pool can hold. */
const mostOnNode = ({ group, count }: PodCount, supplies: Supplies, pool: string): number =>
  Math.max(1, Math.min(count, podsPerNode(group.amounts, supplies.get(pool)?.offers ?? {})));

const oneNodeLess = (supplies: Supplies, pool: string): Supplies =>
  new Map([...supplies].map(([name, each]) => [name, name === pool ? { ...each, nodes: each.nodes - 1 } : each]));

/** For each pool, the pod groups that may not fit when one node of it is drained. */
type WithoutRoom = ReadonlyMap<string, readonly PodCount[]>;

/** Pod groups that may not fit when one node of a pool is drained. */
function groupsWithoutRoom(
  pool: string,
  podCounts: readonly PodCount[],
  supplies: Supplies,
  pinned: ReadonlySet<PodGroup>,
): readonly PodCount[] {
  const stuck = new Set(new Arrival(podCounts, oneNodeLess(supplies, pool)).stuck());
  return podCounts.filter(
    ({ group, count }) =>
      count > 0 && group.ends !== true && (stuck.has(group) || (pinned.has(group) && group.pools.includes(pool))),
  );
}

/** Groups that fit again in the end, whose pods may first be preempted by pods from the drained node. */
function preemptedFirst(
  pool: string,
  podCounts: readonly PodCount[],
  supplies: Supplies,
  batch: number,
): ReadonlySet<PodGroup> {
  return new Set(
    displacements(podCounts, oneNodeLess(supplies, pool), batch)
      .filter(({ group }) => group.pools.includes(pool))
      .flatMap(({ displaces }) => displaces),
  );
}

function drainOf(
  pool: string,
  without: readonly PodCount[],
  preempted: ReadonlySet<PodGroup>,
  supplies: Supplies,
): DrainPlan {
  const stuck = without.map((podCount) => ({
    workload: podCount.group.workload,
    pods: podCount.group.pools.includes(pool) ? mostOnNode(podCount, supplies, pool) : 0,
  }));
  const outage = [
    ...stuck,
    ...[...preempted]
      .filter((group) => without.every((podCount) => podCount.group !== group))
      .map(({ workload }) => ({ workload, pods: 0 })),
  ];
  return { pool, nodes: supplies.get(pool)?.nodes ?? 0, verdict: outage.length === 0 ? 'no outage' : 'outage', outage };
}

/**
 * Pods that a drain may take at once: what a budget allows must never keep the drain from ending, at any number of
 * replicas. Batch has no budget: the scheduler first preempts pods that no budget protects, and a budget protects a pod
 * that is not ready.
 *
 * @see kubernetes pkg/scheduler/framework/preemption `pickOneNodeForPreemption`, minNumPDBViolatingScoreFunc
 */
function budgets(
  podCounts: readonly PodCount[],
  withoutRoomAt: WithoutRoom,
  waiting: ReadonlySet<PodGroup>,
  supplies: Supplies,
  pinned: ReadonlySet<PodGroup>,
  batch: number,
): ReadonlyMap<string, DisruptionBudget> {
  const worst = new Map<PodGroup, { readonly pool: string; readonly pods: number }>();
  for (const [pool, without] of withoutRoomAt) {
    for (const podCount of without) {
      const pods = podCount.group.pools.includes(pool) ? mostOnNode(podCount, supplies, pool) : 0;
      if (pods > (worst.get(podCount.group)?.pods ?? 0)) worst.set(podCount.group, { pool, pods });
    }
  }
  return new Map(
    podCounts.map(({ group, count }): [string, DisruptionBudget] => {
      if (group.priority <= batch)
        return [
          group.workload,
          derived(
            'all',
            'batch pods have no disruption budget: with one, the scheduler could preempt a ready pod of a higher priority class instead of a batch pod that still loads',
          ),
        ];
      const most = worst.get(group);
      if (waiting.has(group) && !pinned.has(group))
        return [
          group.workload,
          derived(
            count,
            'all pods: on contended nodes some may already be Pending, which counts against the budget, and a drain must still end',
          ),
        ];
      if (most === undefined)
        return [
          group.workload,
          derived(
            1,
            'one at a time: the new pod fits on another node, and must be ready before the next pod is evicted',
          ),
        ];
      return [
        group.workload,
        derived(
          most.pods,
          `as many pods as one node of pool ${most.pool} can hold, ${most.pods}: with one node less they may not fit, and a drain must still end`,
        ),
      ];
    }),
  );
}

/**
 * Judges a drain of one node of each pool while all required pods run. Where the pods of a workload may not fit on the
 * other nodes, its budget lets the drain evict all its pods of one node at once: one by one, the drain would wait for a
 * new pod that has no room. Budgets are for the maxima, which autoscalers may have reached.
 *
 * @param podCounts the required pods
 * @param maxima every pod at its maximum
 * @param pinned pods that come back to their own node only
 */
export function planDrains(
  environment: Environment,
  podCounts: readonly PodCount[],
  maxima: readonly PodCount[],
  supplies: Supplies,
  pinned: ReadonlySet<PodGroup>,
): Drains {
  const batch = preemptedByAll(environment);
  const withoutRoomOf = (of: readonly PodCount[]): WithoutRoom =>
    new Map(Object.keys(environment.nodePools).map((pool) => [pool, groupsWithoutRoom(pool, of, supplies, pinned)]));
  const atMaxima = withoutRoomOf(maxima);
  const allPromised = podCounts.every(({ count }, i) => count === maxima[i]?.count);
  const waiting = new Set(allPromised ? [] : new Arrival(maxima, supplies).stuck());
  return {
    drains: [...(allPromised ? atMaxima : withoutRoomOf(podCounts))].map(([pool, without]) =>
      drainOf(pool, without, preemptedFirst(pool, podCounts, supplies, batch), supplies),
    ),
    maxUnavailable: budgets(maxima, atMaxima, waiting, supplies, pinned, batch),
  };
}
