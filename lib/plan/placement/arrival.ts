/**
 * Whether pods fit whatever the order in which they arrive. kube-scheduler is greedy and spreads: it may leave every
 * node with too little for the next pod although a packing exists. So it is not enough that a packing exists; no
 * arrangement of the others may shut a pod out of every node.
 */
import { cannotShutAll, mostShut, type Obstacle } from './adversary';
import { lacking, type Amounts, type PodCount, type NodeSupply, type PodGroup } from './demand';
import { shuttingAmount } from './threshold';

/** Pools by name. */
export type Supplies = ReadonlyMap<string, NodeSupply>;

/**
 * Pods that are asked about together: in each resource no member asks for more than `most`, nor for less than `least`.
 */
interface Class {
  readonly members: readonly PodGroup[];
  /** One of them, or of those that they were split from: pools, priority and GPUs of all. */
  readonly example: PodGroup;
  readonly most: Amounts;
  readonly least: Amounts;
}

/** A way to shut nodes of a pool: take so much of one resource. */
interface Shutting {
  readonly pool: NodeSupply;
  readonly resource: string;
  readonly needed: number;
}

/** Some pods on some pools; a count below zero takes pods away again. */
interface Near {
  readonly amounts: Amounts;
  readonly pools: ReadonlySet<string>;
  readonly count: number;
}

const partOf = ({ amounts, pools }: Near, { pool, resource, needed }: Shutting): number =>
  pools.has(pool.name) ? Math.min(1, (amounts[resource] ?? 0) / needed) : 0;

/** Columns are sets of ways: in each a pod helps by the one to which it adds most. */
const obstaclesOf = (near: readonly Near[], columns: readonly (readonly Shutting[])[]): readonly Obstacle[] =>
  near.map((each) => ({
    count: each.count,
    parts: columns.map((ways) => ways.reduce((most, way) => Math.max(most, partOf(each, way)), 0)),
  }));

/** The resources by which at least one node of a pool could be shut to a pod. */
function waysToShut(pool: NodeSupply, wanted: Amounts, near: readonly Near[]): readonly Shutting[] {
  const here = near.filter(({ pools }) => pools.has(pool.name));
  return Object.entries(wanted).flatMap(([resource, amount]): readonly Shutting[] => {
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

/** All ways to deal `total` nodes out over columns that can shut only so many each. */
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
function poolStaysOpen(pool: NodeSupply, ways: readonly Shutting[], near: readonly Near[]): boolean {
  const obstacles = obstaclesOf(
    near,
    ways.map((way) => [way]),
  );
  const most = ways.map((_, column) => Math.min(pool.nodes, mostShut(obstacles, column)));
  if (most.reduce((sum, count) => sum + count, 0) < pool.nodes) return true;
  const combinations = [...most]
    .sort((a, b) => b - a)
    .slice(1)
    .reduce((product, count) => product * (count + 1), 1);
  return combinations <= mostSplits && splits(pool.nodes, most).every((split) => cannotShutAll(obstacles, split));
}

/** Whether a pod that asks for `wanted` always finds a node of these pools beside what is near. */
function neverShutOut(wanted: Amounts, pools: readonly NodeSupply[], near: readonly Near[]): boolean {
  const usable = pools.filter(({ nodes, offers }) => nodes > 0 && lacking(wanted, offers).length === 0);
  if (usable.length === 0) return false;
  const ways = usable.map((pool) => waysToShut(pool, wanted, near));
  if (ways.some((column) => column.length === 0)) return true;
  if (
    cannotShutAll(
      obstaclesOf(near, ways),
      usable.map(({ nodes }) => nodes),
    )
  )
    return true;
  return usable.some((pool, i) => (ways[i]?.length ?? 0) > 1 && poolStaysOpen(pool, ways[i] ?? [], near));
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

/** Answers for one set of pods on one set of pools. */
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

  /** @param itself what the pod that is asked about takes: it is not in its own way */
  private neverLeftOut(pod: PodGroup, wanted: Amounts, itself: Amounts): boolean {
    const { pools, preempts, priority } = pod;
    const around = new Set(pools.flatMap((name) => [...(this.byPool.get(name) ?? [])]));
    const near = [...around]
      .filter(({ group }) => !(preempts && group.priority < priority))
      .map(({ group, count }): Near => ({ amounts: group.amounts, pools: new Set(group.pools), count }));
    const own: Near = { amounts: itself, pools: new Set(pools), count: -1 };
    return neverShutOut(
      wanted,
      pools.flatMap((name) => this.supplies.get(name) ?? []),
      [...near, own],
    );
  }
}
