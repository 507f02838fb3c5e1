/** Who may be pushed out although everything finds a place: pods of a lower class that stand where one of a higher could not go otherwise. */
import { Arrival, type Supplies } from '../placement/arrival';
import type { Crowd, PodGroup } from '../placement/demand';

/** A group that may push others out, and those whom it may. */
export interface Displacement {
  readonly group: PodGroup;
  readonly displaces: readonly PodGroup[];
}

/** Lower classes that a group can reach. Batch is left out, since it gives way to everybody, and what ends by itself, since it is tried again. */
function reachable({ pools, preempts, priority }: PodGroup, crowds: readonly Crowd[], batch: number): readonly PodGroup[] {
  if (!preempts) return [];
  const isLower = (other: PodGroup): boolean => other.priority > batch && other.priority < priority && other.ends !== true;
  return crowds.filter(({ group, count }) => count > 0 && isLower(group) && group.pools.some((pool) => pools.includes(pool))).map(({ group }) => group);
}

/** Those that a group may push out, and those that they may push out in turn. */
function chain(group: PodGroup, pushed: ReadonlyMap<PodGroup, readonly PodGroup[]>): readonly PodGroup[] {
  const found = new Set<PodGroup>(pushed.get(group));
  for (const next of found) for (const further of pushed.get(next) ?? []) found.add(further);
  return [...found];
}

/**
 * Groups of which a pod may find no free node, and so take that of a lower class. To find one without pushing anybody out but batch,
 * a pod must have room as if all the others were of its own class.
 */
export function displacements(crowds: readonly Crowd[], supplies: Supplies, batch: number): readonly Displacement[] {
  const above = Math.max(batch + 1, ...crowds.map(({ group }) => group.priority));
  const levelled = crowds.map(({ group, count }) => ({ group: group.priority > batch ? { ...group, priority: above } : group, count }));
  const able = crowds.flatMap(({ group, count }, i) => {
    const lower = count > 0 ? reachable(group, crowds, batch) : [];
    const alike = levelled[i]?.group;
    return lower.length === 0 || alike === undefined ? [] : [{ group, alike, lower }];
  });
  if (able.length === 0) return [];
  const stuck = new Set(new Arrival(levelled, supplies).stuck(Infinity, able.map(({ alike }) => alike)));
  const pushed = new Map(able.filter(({ alike }) => stuck.has(alike)).map(({ group, lower }) => [group, lower]));
  return [...pushed.keys()].map((group) => ({ group, displaces: chain(group, pushed) }));
}
