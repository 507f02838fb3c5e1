/**
 * Who may be pushed out although everything finds a place: pods of a lower class that stand where one of a higher could
 * not go otherwise.
 */
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';

/** A group that may preempt others, and those that it may preempt, directly or through others. */
export interface Displacement {
  readonly group: PodGroup;
  readonly displaces: readonly PodGroup[];
}

/** Groups of one class on the same pools: they may push out the same others. */
interface Rank {
  readonly example: PodGroup;
  readonly members: Set<PodGroup>;
}

const rankKey = ({ ends, pools, preempts, priority }: PodGroup): string =>
  [priority, preempts, ends === true, ...pools].join(' ');

/** The ranks of everything that has a pod. */
function ranksOf(podCounts: readonly PodCount[]): ReadonlyMap<string, Rank> {
  const ranks = new Map<string, Rank>();
  for (const { group, count } of podCounts) {
    if (count <= 0) continue;
    const rank = ranks.get(rankKey(group)) ?? { example: group, members: new Set() };
    ranks.set(rankKey(group), rank);
    rank.members.add(group);
  }
  return ranks;
}

/**
 * Lower ranks that one can reach. Batch is left out, since it gives way to everybody, and what ends by itself, since it
 * is tried again.
 */
function lowerRanks(
  { example: { pools, preempts, priority } }: Rank,
  ranks: Iterable<Rank>,
  batch: number,
): readonly Rank[] {
  if (!preempts) return [];
  const isLower = (other: PodGroup): boolean =>
    other.priority > batch && other.priority < priority && other.ends !== true;
  return [...ranks].filter(({ example }) => isLower(example) && example.pools.some((pool) => pools.includes(pool)));
}

/** Which groups may preempt which: each rank with those that it reaches, and the groups that may find no free node. */
interface Pressure {
  readonly lower: ReadonlyMap<string, readonly Rank[]>;
  readonly pushing: ReadonlySet<PodGroup>;
}

/**
 * To find a free node without pushing anybody out but batch, a pod must have room as if all the others were of its own
 * class.
 */
function pressure(podCounts: readonly PodCount[], supplies: Supplies, batch: number): Pressure {
  const ranks = ranksOf(podCounts);
  const lower = new Map([...ranks].map(([key, rank]) => [key, lowerRanks(rank, ranks.values(), batch)]));
  const above = Math.max(...podCounts.map(({ group }) => group.priority));
  const levelled = podCounts.map(({ group, count }) => ({
    group,
    count,
    alike: group.priority > batch ? { ...group, priority: above } : group,
  }));
  const able = levelled.filter(({ group, count }) => count > 0 && (lower.get(rankKey(group)) ?? []).length > 0);
  const arrival = new Arrival(
    levelled.map(({ alike, count }) => ({ group: alike, count })),
    supplies,
  );
  const stuck = new Set(
    arrival.stuck(
      Infinity,
      able.map(({ alike }) => alike),
    ),
  );
  return { lower, pushing: new Set(able.filter(({ alike }) => stuck.has(alike)).map(({ group }) => group)) };
}

/** Groups of which a pod may find no free node, and so take that of a lower class. */
export const pushers = (podCounts: readonly PodCount[], supplies: Supplies, batch: number): ReadonlySet<PodGroup> =>
  pressure(podCounts, supplies, batch).pushing;

/** Those that a rank may push out, and those that they may push out in turn. */
function chain(key: string, { lower, pushing }: Pressure): readonly PodGroup[] {
  const found = new Set(lower.get(key));
  for (const { example, members } of found) {
    if ([...members].some((member) => pushing.has(member)))
      for (const further of lower.get(rankKey(example)) ?? []) found.add(further);
  }
  return [...found].flatMap(({ members }) => [...members]);
}

/** Groups of which a pod may find no free node, each with everybody who may have to go for it. */
export function displacements(
  podCounts: readonly PodCount[],
  supplies: Supplies,
  batch: number,
): readonly Displacement[] {
  const found = pressure(podCounts, supplies, batch);
  const chains = new Map<string, readonly PodGroup[]>();
  return [...found.pushing].map((group) => {
    const key = rankKey(group);
    const displaces = chains.get(key) ?? chain(key, found);
    chains.set(key, displaces);
    return { group, displaces };
  });
}
