/** What no placement can do with less: the sums, and the counts of pods too large to share a node. */
import type { Supplies } from './arrival';
import type { Amounts, PodCount, NodeSupply } from './demand';

/** Why pods cannot all have a node. */
export interface Shortage {
  /** Pools that these pods have to share. */
  readonly pools: readonly string[];
  readonly resource: string;
  /** Pods that were counted. */
  readonly podCounts: readonly PodCount[];
  /** What they take together; or how many of them there are, or how many nodes they need. */
  readonly wanted: number;
  readonly offered: number;
  /**
   * `sum`: there is too little. `size`: pods that take at least `size` each, of which a node holds too few. `nodes`:
   * more nodes are needed than there are, since pods beyond half a node share it with small ones only.
   */
  readonly by: { readonly what: 'sum' } | { readonly what: 'size'; readonly size: number } | { readonly what: 'nodes' };
}

const present = (podCounts: readonly PodCount[]): readonly PodCount[] => podCounts.filter(({ count }) => count > 0);

const usersOf = (podCounts: readonly PodCount[], resource: string): readonly PodCount[] =>
  podCounts.filter(({ group }) => (group.amounts[resource] ?? 0) > 0);

const sumOf = (podCounts: readonly PodCount[], resource: string): number =>
  podCounts.reduce((sum, { group, count }) => sum + count * (group.amounts[resource] ?? 0), 0);

const resourcesOf = (podCounts: readonly PodCount[]): readonly string[] => [
  ...new Set(podCounts.flatMap(({ group }) => Object.keys(group.amounts))),
];

/**
 * Sizes in which those who use a resource ask for it, the largest first, with the number of pods that ask for at least
 * so much.
 */
function sizes(
  podCounts: readonly PodCount[],
  resource: string,
): readonly { readonly size: number; readonly pods: number }[] {
  const counts = new Map<number, number>();
  for (const { group, count } of podCounts) {
    const size = group.amounts[resource] ?? 0;
    counts.set(size, (counts.get(size) ?? 0) + count);
  }
  let pods = 0;
  return [...counts].sort(([a], [b]) => b - a).map(([size, count]) => ({ size, pods: (pods += count) }));
}

/**
 * What one resource is short of: by its sum, by the size in which it is asked for, by the nodes that large pods need.
 */
function shortagesOf(
  resource: string,
  podCounts: readonly PodCount[],
  pools: readonly NodeSupply[],
): readonly Shortage[] {
  const names = pools.map(({ name }) => name);
  const users = usersOf(podCounts, resource);
  const offered = pools.reduce((sum, { nodes, offers }) => sum + nodes * (offers[resource] ?? 0), 0);
  const bySum: Shortage = {
    pools: names,
    resource,
    podCounts: users,
    wanted: sumOf(users, resource),
    offered,
    by: { what: 'sum' },
  };
  const bySize = sizes(users, resource).map(({ size, pods }): Shortage => ({
    pools: names,
    resource,
    podCounts: users.filter(({ group }) => (group.amounts[resource] ?? 0) >= size),
    wanted: pods,
    offered: pools.reduce((sum, { nodes, offers }) => sum + nodes * Math.floor((offers[resource] ?? 0) / size), 0),
    by: { what: 'size', size },
  }));
  const [only, ...others] = pools;
  const byNodes: readonly Shortage[] =
    only === undefined || others.length > 0
      ? []
      : [
          {
            pools: names,
            resource,
            podCounts: users,
            wanted: nodesFor(users, resource, only.offers[resource] ?? 0),
            offered: only.nodes,
            by: { what: 'nodes' },
          },
        ];
  const short = ({ wanted, offered: room }: Shortage): boolean => wanted > room;
  const plain = [bySum, ...bySize].filter(short);
  return plain.length > 0 ? plain : byNodes.filter(short);
}

/** How many times what is there is wanted. */
const overload = ({ wanted, offered }: Shortage): number => wanted / offered;

/** What runs out first: a scheduler finds pods short of that, whatever else is scarce. */
const shortageIn = (podCounts: readonly PodCount[], pools: readonly NodeSupply[]): Shortage | undefined =>
  resourcesOf(podCounts)
    .flatMap((resource) => shortagesOf(resource, podCounts, pools))
    .reduce<Shortage | undefined>(
      (worst, next) => (worst === undefined || overload(next) > overload(worst) ? next : worst),
      undefined,
    );

/** Most sets of pools that are looked at. */
const mostSets = 64;

/** Sets of pools on which some pods have to find room among themselves, the smallest first. */
function closedSets(podCounts: readonly PodCount[]): readonly ReadonlySet<string>[] {
  const known = new Map<string, ReadonlySet<string>>();
  const add = (pools: Iterable<string>): void => {
    const sorted = [...new Set(pools)].sort();
    known.set(sorted.join(), new Set(sorted));
  };
  for (const { group } of podCounts) add(group.pools);
  // Sets that are added on the way are visited, too: unions of unions.
  for (const a of known.values()) {
    for (const b of known.values()) {
      if (known.size < mostSets && [...a].some((pool) => b.has(pool))) add([...a, ...b]);
    }
  }
  return [...known.values()].sort((a, b) => a.size - b.size);
}

/** A proof that no placement exists; `undefined` when none was found, which says nothing. */
export function shortage(podCounts: readonly PodCount[], supplies: Supplies): Shortage | undefined {
  const wanted = present(podCounts);
  for (const set of closedSets(wanted)) {
    const confined = wanted.filter(({ group }) => group.pools.every((pool) => set.has(pool)));
    const found = shortageIn(
      confined,
      [...set].flatMap((name) => supplies.get(name) ?? []),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Nodes that a resource needs at least: items beyond half a node share with small ones only (Martello and Toth's second
 * bound).
 */
function nodesFor(users: readonly PodCount[], resource: string, offered: number): number {
  const items = users.map(({ group, count }) => ({ size: group.amounts[resource] ?? 0, count }));
  const total = items.reduce((sum, { size, count }) => sum + size * count, 0);
  const bySum = Math.ceil(total / offered - 1e-9);
  const byCount = sizes(users, resource).map(({ size, pods }) => Math.ceil(pods / Math.floor(offered / size)));
  const thresholds = [...new Set(items.map(({ size }) => size).filter((size) => size <= offered / 2))].slice(0, 64);
  const byHalves = thresholds.map((least) => {
    const alone = items.filter(({ size }) => size > offered - least).reduce((sum, { count }) => sum + count, 0);
    const large = items.filter(({ size }) => size > offered / 2 && size <= offered - least);
    const largeCount = large.reduce((sum, { count }) => sum + count, 0);
    const roomBeside = large.reduce((sum, { size, count }) => sum + (offered - size) * count, 0);
    const small = items
      .filter(({ size }) => size >= least && size <= offered / 2)
      .reduce((sum, { size, count }) => sum + size * count, 0);
    return alone + largeCount + Math.max(0, Math.ceil((small - roomBeside) / offered - 1e-9));
  });
  return Math.max(0, bySum, ...byCount, ...byHalves);
}

/** Nodes of one kind that these pods need at least. */
export function fewestNodes(podCounts: readonly PodCount[], offers: Amounts): number {
  const wanted = present(podCounts);
  return Math.max(
    0,
    ...resourcesOf(wanted).map((resource) => nodesFor(usersOf(wanted, resource), resource, offers[resource] ?? 0)),
  );
}
