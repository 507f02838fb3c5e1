/** A placement that can be checked: which pods are on which node. */
import type { Amounts, PodCount, NodeSupply } from './demand';

/** Pods of one workload on one node. */
export interface Placed {
  readonly workload: string;
  readonly pods: number;
}

/** A node in use, with its pods. */
export interface NodeUse {
  readonly pool: string;
  /** Number of the node in its pool, from 0. */
  readonly node: number;
  readonly placed: readonly Placed[];
}

/** Every pod on a node. */
export type Witness = readonly NodeUse[];

/**
 * Adds a witness up again, by nothing but addition, and says what is wrong with it: nothing, for a witness. It shares
 * no code with the packing, so that a mistake there cannot hide here.
 */
export function objections(
  witness: Witness,
  podCounts: readonly PodCount[],
  supplies: Iterable<NodeSupply>,
): readonly string[] {
  const found: string[] = [];
  const amountsOf = new Map(podCounts.map(({ group }) => [group.workload, group]));
  const pools = new Map([...supplies].map((supply) => [supply.name, supply]));
  const seen = new Set<string>();
  const placedPods = new Map<string, number>();
  for (const { pool, node, placed } of witness) {
    const supply = pools.get(pool);
    if (supply === undefined || node < 0 || node >= supply.nodes)
      found.push(`there is no node ${node} in pool ${pool}`);
    if (seen.has(`${pool}/${node}`)) found.push(`node ${node} of pool ${pool} is listed twice`);
    seen.add(`${pool}/${node}`);
    const taken = new Map<string, number>();
    for (const { workload, pods } of placed) {
      const group = amountsOf.get(workload);
      if (group === undefined || !group.pools.includes(pool)) found.push(`${workload} may not run on pool ${pool}`);
      placedPods.set(workload, (placedPods.get(workload) ?? 0) + pods);
      for (const [resource, amount] of Object.entries(group?.amounts ?? {}))
        taken.set(resource, (taken.get(resource) ?? 0) + pods * amount);
    }
    const offers: Amounts = supply?.offers ?? {};
    for (const [resource, amount] of taken) {
      if (amount > (offers[resource] ?? 0))
        found.push(`node ${node} of pool ${pool} has ${offers[resource] ?? 0} of ${resource}, and ${amount} are taken`);
    }
  }
  for (const { group, count } of podCounts) {
    const pods = placedPods.get(group.workload) ?? 0;
    if (pods !== count) found.push(`${count} pods of ${group.workload} are wanted, and ${pods} are placed`);
  }
  return found;
}
