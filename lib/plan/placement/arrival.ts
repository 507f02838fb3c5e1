/**
 * Whether pods fit in any scheduling order. kube-scheduler places one pod at a time and spreads pods: it may leave too
 * little on every node for the next pod although a packing of all exists. So a pod fits only if no arrangement of the
 * other pods can make every node unusable for it. A node is shut to a pod if too little of some resource is free there.
 */
import { cannotShutAll, mostShut, type Competitor } from './adversary';
import { heldAgainst, lacking, type Amounts, type PodCount, type NodeSupply, type PodGroup } from './demand';
import { shuttingAmount } from './threshold';

/** Pools by name. */
export type Supplies = ReadonlyMap<string, NodeSupply>;

/**
 * Pods that are judged together: each requests at most `most` and at least `least` of each resource.
 */
interface Class {
  readonly members: readonly PodGroup[];
  /** One of them, or of those that they were split from: pools, priority and GPUs of all. */
  readonly example: PodGroup;
  readonly most: Amounts;
  readonly least: Amounts;
}

/** How other pods can make a node unusable for a pod: they take at least `needed` of `resource`. */
interface WayToShut {
  readonly pool: NodeSupply;
  readonly resource: string;
  readonly needed: number;
}

/** Other pods, alike, on some pools; a count below zero subtracts pods that were counted. */
interface OtherPods {
  readonly amounts: Amounts;
  readonly pools: ReadonlySet<string>;
  readonly count: number;
}

const partOf = ({ amounts, pools }: OtherPods, { pool, resource, needed }: WayToShut): number =>
  pools.has(pool.name) ? Math.min(1, (amounts[resource] ?? 0) / needed) : 0;

/** For each set of ways to shut a node, the largest part that one pod adds to any of them. */
const competitorsOf = (
  others: readonly OtherPods[],
  columns: readonly (readonly WayToShut[])[],
): readonly Competitor[] =>
  others.map((each) => ({
    count: each.count,
    parts: columns.map((ways) => ways.reduce((most, way) => Math.max(most, partOf(each, way)), 0)),
  }));

/** The resources by which at least one node of a pool could be shut to a pod. */
function waysToShut(pool: NodeSupply, wanted: Amounts, others: readonly OtherPods[]): readonly WayToShut[] {
  const here = others.filter(({ pools }) => pools.has(pool.name));
  return Object.entries(wanted).flatMap(([resource, amount]): readonly WayToShut[] => {
    const needed = shuttingAmount(
      pool.offers[resource] ?? 0,
      amount,
      here.map(({ amounts }) => amounts[resource] ?? 0),
    );
    if (needed === undefined) return [];
    const way = { pool, resource, needed };
    return mostShut(
      here.map((each) => ({ count: each.count, parts: [partOf(each, way)] })),
      0,
    ) > 0
      ? [way]
      : [];
  });
}

/** Most combinations of resources by which nodes are shut that are looked at one by one. */
const mostSplits = 24;

/** All ways to divide `total` nodes among columns, each with at most as many as it can shut. */
function splits(total: number, most: readonly number[]): readonly (readonly number[])[] {
  const [first = 0, ...rest] = most;
  if (rest.length === 0) return total <= first ? [[total]] : [];
  return Array.from({ length: Math.min(first, total) + 1 }, (_, count) => count).flatMap((count) =>
    splits(total - count, rest).map((split) => [count, ...split]),
  );
}

/**
 * Whether the nodes of one pool cannot all be shut, each by one resource: pods that take much of one shut nothing by
 * another.
 */
function poolStaysOpen(pool: NodeSupply, ways: readonly WayToShut[], others: readonly OtherPods[]): boolean {
  const competitors = competitorsOf(
    others,
    ways.map((way) => [way]),
  );
  const most = ways.map((_, column) => Math.min(pool.nodes, mostShut(competitors, column)));
  if (most.reduce((sum, count) => sum + count, 0) < pool.nodes) return true;
  const combinations = [...most]
    .sort((a, b) => b - a)
    .slice(1)
    .reduce((product, count) => product * (count + 1), 1);
  return combinations <= mostSplits && splits(pool.nodes, most).every((split) => cannotShutAll(competitors, split));
}

/** Whether a pod that requests `wanted` always fits on a node of these pools, whatever the other pods do. */
function neverShutOut(wanted: Amounts, pools: readonly NodeSupply[], others: readonly OtherPods[]): boolean {
  const usable = pools.filter(({ nodes, offers }) => nodes > 0 && lacking(wanted, offers).length === 0);
  if (usable.length === 0) return false;
  const ways = usable.map((pool) => waysToShut(pool, wanted, others));
  if (ways.some((column) => column.length === 0)) return true;
  if (
    cannotShutAll(
      competitorsOf(others, ways),
      usable.map(({ nodes }) => nodes),
    )
  )
    return true;
  return usable.some((pool, i) => (ways[i]?.length ?? 0) > 1 && poolStaysOpen(pool, ways[i] ?? [], others));
}

const envelope = (members: readonly PodGroup[], pick: (...values: number[]) => number): Amounts => {
  const resources = new Set(members.flatMap(({ amounts }) => Object.keys(amounts)));
  return Object.fromEntries(
    [...resources].map((resource) => [
      resource,
      members.reduce<number | undefined>(
        (known, { amounts }) => (known === undefined ? (amounts[resource] ?? 0) : pick(known, amounts[resource] ?? 0)),
        undefined,
      ) ?? 0,
    ]),
  );
};

const classOf = (members: readonly PodGroup[], example: PodGroup): Class => ({
  members,
  example,
  most: envelope(members, Math.max),
  least: envelope(members, Math.min),
});

const gpuAsk = ({ amounts }: PodGroup): string =>
  Object.entries(amounts)
    .filter(([resource]) => resource.includes('/'))
    .map(([resource, count]) => `${resource}=${count}`)
    .join();

/** Groups that are alike but for how much CPU, memory and disk they take. */
function classes(groups: readonly PodGroup[]): readonly Class[] {
  const alike = new Map<string, { readonly example: PodGroup; readonly members: PodGroup[] }>();
  for (const group of groups) {
    const key = `${group.priority} ${group.preempts} ${group.pools.join()} ${gpuAsk(group)}`;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { example: group, members: [group] });
    else known.members.push(group);
  }
  return [...alike.values()].map(({ members, example }) => classOf(members, example));
}

/** The scheduling orders of one set of pods on one set of pools. */
export class Arrival {
  private readonly byPool = new Map<string, Set<PodCount>>();

  constructor(
    private readonly podCounts: readonly PodCount[],
    private readonly supplies: Supplies,
  ) {
    for (const podCount of podCounts) {
      for (const pool of podCount.group.pools)
        this.byPool.set(pool, (this.byPool.get(pool) ?? new Set()).add(podCount));
    }
  }

  /**
   * Groups of which a pod may stay without a node in some order of arrival.
   *
   * @param atMost the search ends when so many are found
   * @param asked the groups in question
   */
  stuck(
    atMost = Infinity,
    asked = this.podCounts.filter(({ count }) => count > 0).map(({ group }) => group),
  ): readonly PodGroup[] {
    const found: PodGroup[] = [];
    const todo = [...classes(asked)];
    while (todo.length > 0 && found.length < atMost) {
      const next = todo.pop();
      if (next === undefined || this.alwaysFits(next)) continue;
      if (next.members.length === 1 || !this.easiestFits(next)) {
        found.push(...next.members);
        continue;
      }
      const sorted = [...next.members].sort((a, b) => (a.amounts['memory'] ?? 0) - (b.amounts['memory'] ?? 0));
      const half = Math.floor(sorted.length / 2);
      todo.push(classOf(sorted.slice(0, half), next.example), classOf(sorted.slice(half), next.example));
    }
    const stuck = new Set(found);
    return this.podCounts
      .map(({ group }) => group)
      .filter((group) => stuck.has(group))
      .slice(0, atMost);
  }

  /** Whether a pod of the group always finds a node, whatever the others did before. Sufficient, never optimistic. */
  fits(group: PodGroup): boolean {
    return this.alwaysFits(classOf([group], group));
  }

  private alwaysFits({ example, most, least }: Class): boolean {
    return this.neverLeftOut(example, most, least);
  }

  /**
   * Whether the easiest case fits: a pod that asks for the least of any member, while the largest member is not in its
   * way. Where it does not, no member does.
   */
  private easiestFits({ example, most, least }: Class): boolean {
    return this.neverLeftOut(example, least, most);
  }

  /** @param itself amounts of the pod in question, which are not counted against it */
  private neverLeftOut(pod: PodGroup, wanted: Amounts, itself: Amounts): boolean {
    const { pools } = pod;
    const around = new Set(pools.flatMap((name) => [...(this.byPool.get(name) ?? [])]));
    const others = [...around]
      .map(({ group, count }): OtherPods => ({
        amounts: heldAgainst(pod, group),
        pools: new Set(group.pools),
        count,
      }))
      .filter(({ amounts }) => Object.keys(amounts).length > 0);
    const own: OtherPods = { amounts: itself, pools: new Set(pools), count: -1 };
    return neverShutOut(
      wanted,
      pools.flatMap((name) => this.supplies.get(name) ?? []),
      [...others, own],
    );
  }
}
