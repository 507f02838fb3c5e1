/** A placement by trying all, within a number of steps: for small sets that the packing heuristics miss. */
import type { Supplies } from './arrival';
import type { Amounts, PodCount, PodGroup } from './demand';
import { PlacedPods, dominantShare } from './packing';
import type { Witness } from './witness';

interface OpenNode {
  readonly pool: string;
  readonly node: number;
  readonly free: Record<string, number>;
}

const fits = (pod: Amounts, free: Amounts): boolean =>
  Object.entries(pod).every(([resource, amount]) => amount <= (free[resource] ?? 0));

/** Steps after which the search gives up. */
const mostSteps = 20_000;
/** More pods than this are not tried: the number of ways grows too fast. */
const mostPods = 40;

/** What is known after trying: a placement, that there is none, or nothing. */
export type Search = { readonly found: Witness } | { readonly found: 'none' } | { readonly found: 'nothing known' };

/** Tries all placements of a small set. Nodes of a pool that look alike are tried once. */
export function searchPlacement(podCounts: readonly PodCount[], supplies: Supplies): Search {
  const sizeOf = ({ pools, amounts }: PodGroup): number =>
    Math.max(0, ...pools.map((name) => dominantShare(amounts, supplies.get(name)?.offers ?? {})));
  const pods = podCounts
    .flatMap(({ group, count }) => Array.from({ length: Math.min(count, mostPods + 1) }, () => group))
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  if (pods.length > mostPods) return { found: 'nothing known' };
  const nodes: readonly OpenNode[] = [...supplies.values()].flatMap(({ name, nodes: count, offers }) =>
    Array.from({ length: Math.min(count, pods.length) }, (_, node) => ({ pool: name, node, free: { ...offers } })),
  );
  const places: OpenNode[] = [];
  let steps = 0;
  const search = (next: number): boolean => {
    const pod = pods[next];
    if (pod === undefined) return true;
    const tried = new Set<string>();
    for (const node of nodes) {
      if (!pod.pools.includes(node.pool) || !fits(pod.amounts, node.free)) continue;
      const looks = `${node.pool} ${Object.values(node.free).join(' ')}`;
      if (tried.has(looks)) continue;
      tried.add(looks);
      steps += 1;
      if (steps > mostSteps) return false;
      for (const [resource, amount] of Object.entries(pod.amounts))
        node.free[resource] = (node.free[resource] ?? 0) - amount;
      places[next] = node;
      if (search(next + 1)) return true;
      for (const [resource, amount] of Object.entries(pod.amounts))
        node.free[resource] = (node.free[resource] ?? 0) + amount;
    }
    return false;
  };
  if (!search(0)) return { found: steps > mostSteps ? 'nothing known' : 'none' };
  const placedPods = new PlacedPods();
  pods.forEach((pod, i) => {
    const place = places[i];
    if (place !== undefined) placedPods.put(place.pool, place.node, pod, 1);
  });
  return { found: placedPods.witness };
}
