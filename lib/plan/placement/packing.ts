/**
 * Looks for a placement of all pods: first fit in several orders, the nodes of a pool filled one by one, then a short
 * exact search.
 */
import { FreeNodes } from './free-nodes';
import type { Amounts, PodCount, NodeSupply, PodGroup } from './demand';
import type { Supplies } from './arrival';
import type { NodeUse, Placed, Witness } from './witness';

/** A packing; complete if no pod is left over. */
export interface Packing {
  readonly witness: Witness;
  readonly leftOver: readonly PodCount[];
}

/** Collects which pods are put where. */
export class PlacedPods {
  private readonly uses = new Map<string, Map<string, number>>();

  put(pool: string, node: number, { workload }: PodGroup, pods: number): void {
    const key = `${pool}/${node}`;
    const placed = this.uses.get(key) ?? new Map<string, number>();
    placed.set(workload, (placed.get(workload) ?? 0) + pods);
    this.uses.set(key, placed);
  }

  get witness(): Witness {
    return [...this.uses].map(([key, placed]): NodeUse => {
      const slash = key.lastIndexOf('/');
      return {
        pool: key.slice(0, slash),
        node: Number(key.slice(slash + 1)),
        placed: [...placed].map(([workload, pods]): Placed => ({ workload, pods })),
      };
    });
  }
}

/** A number by which pods are ordered, the largest first. */
type Weight = (amounts: Amounts, offers: Amounts) => number;

const share = (amounts: Amounts, offers: Amounts, resource: string): number => {
  const offered = offers[resource] ?? 0;
  return offered > 0 ? (amounts[resource] ?? 0) / offered : 0;
};
const gpuShare = (amounts: Amounts, offers: Amounts): number =>
  Math.max(
    0,
    ...Object.keys(amounts)
      .filter((resource) => resource.includes('/'))
      .map((resource) => share(amounts, offers, resource)),
  );

/** Largest part of a node that a pod takes of any resource. */
export const dominantShare: Weight = (amounts, offers) =>
  Math.max(0, ...Object.keys(amounts).map((resource) => share(amounts, offers, resource)));

const weights: readonly Weight[] = [
  dominantShare,
  (amounts, offers) => 1e3 * gpuShare(amounts, offers) + dominantShare(amounts, offers),
  (amounts, offers) => Object.keys(amounts).reduce((sum, resource) => sum + share(amounts, offers, resource), 0),
  (amounts, offers) => share(amounts, offers, 'memory'),
  (amounts, offers) => share(amounts, offers, 'cpu'),
];

/** Puts pods on the first node that takes them, in the order given, each in its own order of pools. */
function firstFit(ordered: readonly PodCount[], supplies: Supplies): Packing {
  const nodes = new Map([...supplies].map(([name, supply]) => [name, new FreeNodes(supply)]));
  const placedPods = new PlacedPods();
  const leftOver: PodCount[] = [];
  for (const { group, count } of ordered) {
    let left = count;
    for (const pool of group.pools) {
      const free = nodes.get(pool);
      let from = 0;
      while (left > 0) {
        const fit = free?.firstFit(group.amounts, from);
        if (fit === undefined) break;
        const pods = Math.min(left, fit.pods);
        free?.take(fit.node, group.amounts, pods);
        placedPods.put(pool, fit.node, group, pods);
        left -= pods;
        from = fit.node;
      }
    }
    if (left > 0) leftOver.push({ group, count: left });
  }
  return { witness: placedPods.witness, leftOver };
}

/** Counts of pods from the largest pods to the smallest; those with fewer pools to choose from go first. */
function ordered(
  podCounts: readonly PodCount[],
  supplies: Supplies,
  weight: Weight,
  byChoice: boolean,
): readonly PodCount[] {
  const weighed = podCounts.map((podCount) => ({
    podCount,
    weight: Math.max(
      0,
      ...podCount.group.pools.map((name) => weight(podCount.group.amounts, supplies.get(name)?.offers ?? {})),
    ),
  }));
  return weighed
    .sort(
      (a, b) =>
        (byChoice ? a.podCount.group.pools.length - b.podCount.group.pools.length : 0) ||
        b.weight - a.weight ||
        (a.podCount.group.workload < b.podCount.group.workload ? -1 : 1),
    )
    .map(({ podCount }) => podCount);
}

/** Fills the nodes of one pool one by one, each time with the pod that uses the free amounts best. */
export function fillNodes(podCounts: readonly PodCount[], pool: NodeSupply): Packing {
  const left = podCounts
    .filter(({ count, group }) => count > 0 && group.pools.includes(pool.name))
    .map(({ group, count }) => ({ group, count }));
  const total: Record<string, number> = {};
  for (const { group, count } of left)
    for (const [resource, amount] of Object.entries(group.amounts))
      total[resource] = (total[resource] ?? 0) + count * amount;
  const resources = Object.keys(pool.offers);
  const scarce = new Map(
    resources.map((resource) => [resource, (total[resource] ?? 0) / Math.max(1, pool.offers[resource] ?? 0)]),
  );
  const placedPods = new PlacedPods();
  for (let node = 0; node < pool.nodes; node += 1) {
    const free: Record<string, number> = { ...pool.offers };
    for (;;) {
      let best: { readonly i: number; readonly worth: number } | undefined;
      for (const [i, { group }] of left.entries()) {
        let worth = 0;
        for (const resource of resources) {
          const amount = group.amounts[resource] ?? 0;
          if (amount > (free[resource] ?? 0)) {
            worth = -1;
            break;
          }
          worth +=
            (scarce.get(resource) ?? 0) *
            (amount / (pool.offers[resource] || 1)) *
            ((free[resource] ?? 0) / (pool.offers[resource] || 1));
        }
        if (worth >= 0 && (best === undefined || worth > best.worth)) best = { i, worth };
      }
      const chosen = best === undefined ? undefined : left[best.i];
      if (best === undefined || chosen === undefined) break;
      for (const [resource, amount] of Object.entries(chosen.group.amounts))
        free[resource] = (free[resource] ?? 0) - amount;
      placedPods.put(pool.name, node, chosen.group, 1);
      chosen.count -= 1;
      if (chosen.count === 0) left.splice(best.i, 1);
    }
  }
  return { witness: placedPods.witness, leftOver: left };
}

const leftPods = ({ leftOver }: Packing): number => leftOver.reduce((sum, { count }) => sum + count, 0);

/**
 * The best packing found. Complete when one is known to exist and is easy to find; a rest says nothing, `exactPacking`
 * and the bounds may.
 *
 * @param byPriority first tries the order of priorities, in which everything fits that fits in every order of arrival
 */
export function pack(podCounts: readonly PodCount[], supplies: Supplies): Packing {
  let best: Packing | undefined;
  for (const byChoice of [true, false]) {
    for (const weight of weights) {
      const packing = firstFit(ordered(podCounts, supplies, weight, byChoice), supplies);
      if (packing.leftOver.length === 0) return packing;
      if (best === undefined || leftPods(packing) < leftPods(best)) best = packing;
    }
  }
  const byPriority = firstFit(
    [...podCounts].sort((a, b) => b.group.priority - a.group.priority),
    supplies,
  );
  if (byPriority.leftOver.length === 0) return byPriority;
  const [only, ...others] = supplies.values();
  if (only !== undefined && others.length === 0) {
    const filled = fillNodes(podCounts, only);
    if (filled.leftOver.length === 0) return filled;
  }
  return best ?? { witness: [], leftOver: [] };
}

/**
 * The packing of one pool's pods on the fewest nodes that were found, for prices and for the distance to the bound.
 *
 * @param enough number of nodes with which the search is content
 */
export function tightest(podCounts: readonly PodCount[], pool: NodeSupply, enough = 0): Packing {
  const supplies: Supplies = new Map([[pool.name, pool]]);
  let best: Packing | undefined;
  const better = (packing: Packing): void => {
    if (
      best === undefined ||
      leftPods(packing) < leftPods(best) ||
      (leftPods(packing) === leftPods(best) && packing.witness.length < best.witness.length)
    )
      best = packing;
  };
  for (const weight of weights) {
    better(firstFit(ordered(podCounts, supplies, weight, false), supplies));
    if (best !== undefined && leftPods(best) === 0 && best.witness.length <= enough) return best;
  }
  better(fillNodes(podCounts, pool));
  return best ?? { witness: [], leftOver: [] };
}
