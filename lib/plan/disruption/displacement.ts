/** Preemption: which pods of lower priority may be evicted even though a placement for all pods exists. */
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';

/** A group that may preempt others, and those that it may preempt, directly or through others. */
export interface Displacement {
  readonly group: PodGroup;
  readonly displaces: readonly PodGroup[];
}

/** Groups of one priority on the same pools: they may preempt the same others. */
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
 * Lower ranks on the pools of a rank. Batch is left out, since every pod may preempt it, and so are pods that end by
 * themselves, since their Jobs try again.
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
interface Preemption {
  readonly lower: ReadonlyMap<string, readonly Rank[]>;
  readonly preempting: ReadonlySet<PodGroup>;
}

/** Groups that may have to preempt more than batch: they may not fit once all others have a priority equal to theirs. */
function preemption(podCounts: readonly PodCount[], supplies: Supplies, batch: number): Preemption {
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
  return { lower, preempting: new Set(able.filter(({ alike }) => stuck.has(alike)).map(({ group }) => group)) };
}

/** Groups whose pods may find no free node, and then preempt pods of lower priority. */
export const preemptors = (podCounts: readonly PodCount[], supplies: Supplies, batch: number): ReadonlySet<PodGroup> =>
  preemption(podCounts, supplies, batch).preempting;

/** Groups that a rank may preempt, and those that they may preempt in turn. */
function chain(key: string, { lower, preempting }: Preemption): readonly PodGroup[] {
  const found = new Set(lower.get(key));
  for (const { example, members } of found) {
    if ([...members].some((member) => preempting.has(member)))
      for (const further of lower.get(rankKey(example)) ?? []) found.add(further);
  }
  return [...found].flatMap(({ members }) => [...members]);
}

/** Groups whose pods may find no free node, each with all groups that they may preempt, directly or in turn. */
export function displacements(
  podCounts: readonly PodCount[],
  supplies: Supplies,
  batch: number,
): readonly Displacement[] {
  const found = preemption(podCounts, supplies, batch);
  const chains = new Map<string, readonly PodGroup[]>();
  return [...found.preempting].map((group) => {
    const key = rankKey(group);
    const displaces = chains.get(key) ?? chain(key, found);
    chains.set(key, displaces);
    return { group, displaces };
  });
}
