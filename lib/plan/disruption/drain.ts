/** What happens when a node is drained: its pods find another node, or a stated outage is taken, so that the drain ends. */
import { derived, type Derived } from '../../core/derived';
import type { Environment } from '../../environment/environment';
import { counted } from '../amounts-text';
import { Arrival, type Supplies } from '../placement/arrival';
import { podsPerNode, type Crowd, type PodGroup } from '../placement/demand';
import type { DrainPlan } from '../plan';

/** Drains of all pools, and what they ask of disruption budgets. */
export interface Drains {
  readonly drains: readonly DrainPlan[];
  /** Most pods of a workload that a drain takes at once, by workload. */
  readonly maxUnavailable: ReadonlyMap<string, Derived<number>>;
}

/** Most pods of a workload that one node of a pool can hold. */
const mostOnNode = ({ group, count }: Crowd, supplies: Supplies, pool: string): number =>
  Math.max(1, Math.min(count, podsPerNode(group.amounts, supplies.get(pool)?.offers ?? {})));

function drainOf(pool: string, crowds: readonly Crowd[], supplies: Supplies, pinned: ReadonlySet<PodGroup>): DrainPlan {
  const supply = supplies.get(pool);
  const nodes = supply?.nodes ?? 0;
  const fewer: Supplies = new Map([...supplies].map(([name, each]) => [name, name === pool ? { ...each, nodes: each.nodes - 1 } : each]));
  const stuck = new Set(new Arrival(crowds, fewer).stuck());
  const outage = crowds
    .filter(({ group, count }) => count > 0 && group.ends !== true && (stuck.has(group) || (pinned.has(group) && group.pools.includes(pool))))
    .map((crowd) => ({ workload: crowd.group.workload, pods: crowd.group.pools.includes(pool) ? mostOnNode(crowd, supplies, pool) : 0 }));
  return { pool, nodes, verdict: outage.length === 0 ? 'with service' : 'with a stated outage', outage };
}

/**
 * Judges a drain of one node of each pool, when everything that is promised a place has one: no other node may have to be shut to
 * its pods. Where one may, the budget lets the drain take all pods of that workload from one node, since it would otherwise wait
 * for a successor that has no room.
 *
 * @param crowds what is promised a place
 * @param pinned pods that come back to their own node only
 */
export function planDrains({ nodePools }: Environment, crowds: readonly Crowd[], supplies: Supplies, pinned: ReadonlySet<PodGroup>): Drains {
  const drains = Object.keys(nodePools).map((pool) => drainOf(pool, crowds, supplies, pinned));
  const maxUnavailable = new Map(crowds.map((crowd): [string, Derived<number>] => {
    const { workload } = crowd.group;
    const outages = drains.flatMap(({ pool, outage }) => outage.filter((each) => each.workload === workload && each.pods > 0).map(({ pods }) => ({ pool, pods })));
    const worst = outages.reduce<{ readonly pool: string; readonly pods: number } | undefined>((most, each) => (most === undefined || each.pods > most.pods ? each : most), undefined);
    return [workload, worst === undefined
      ? derived(1, 'one at a time: its successor finds room on another node, and must have loaded before the next goes')
      : derived(worst.pods, `as many as one node of pool ${worst.pool} can hold, ${counted(worst.pods, 'pod')}: with one node less there may be no room for them, and a drain must end`)];
  }));
  return { drains, maxUnavailable };
}
