/**
 * What an environment costs per month: at its minimum, at the middle of its replicas, at its maximum; and what of it is
 * idle.
 */
import type { Environment, NodePool } from '../../environment';
import { edgesOf, lastsAt, minutesOfWeek } from '../../workload';
import { supplyOf, type Amounts, type PodCount, type PodGroup } from '../placement/demand';
import { fewestNodes } from '../placement/lower-bound';
import { dominantShare, tightest } from '../placement/packing';
import type { NodeUse } from '../placement/witness';
import { pricesOf, type NodePrice, type PoolPrices } from './price';

/** Hours of a month: a year's over twelve. */
export const hoursPerMonth = 730;

/** US dollars per month, from the lowest to the highest price seen. */
export interface MonthlyCost {
  readonly low: number;
  readonly high: number;
}

/** One pool at one load. */
export interface PoolCost {
  readonly pool: string;
  readonly nodes: number;
  readonly idleGpuUnits: number;
  /** Absent where the price is not known. */
  readonly paid?: MonthlyCost;
  readonly onDemand?: MonthlyCost;
  readonly spot?: MonthlyCost;
}

/** One workload's part at one load: of each node that it is on, the largest part that its pods take of any resource. */
export interface WorkloadCost {
  readonly workload: string;
  /** Absent where the price of a node that it runs on is not known. */
  readonly paid?: MonthlyCost;
}

/** An environment at one load. */
export interface LoadCost {
  readonly pools: readonly PoolCost[];
  /** Sum of the pools whose price is known. */
  readonly paid: MonthlyCost;
  readonly onDemand: MonthlyCost;
  /** With spot nodes wherever a spot price is known, and the paid price elsewhere. */
  readonly spot: MonthlyCost;
  readonly idleGpuUnits: number;
  readonly workloads: readonly WorkloadCost[];
}

/** Costs of an environment, without storage, traffic, what runs on other nodes, and Jobs, which end. */
export interface CostPlan {
  readonly minimum: LoadCost;
  /** Every workload in the middle of its replicas, rounded up. */
  readonly expected: LoadCost;
  readonly maximum: LoadCost;
  /** With the pods of all schedules and no further request, on average over a week; absent without a schedule. */
  readonly scheduled?: MonthlyCost;
  readonly prices: readonly { readonly pool: string; readonly prices: PoolPrices }[];
  /** Pools in use whose price is not known; the sums leave them out. */
  readonly unknown: readonly string[];
}

const monthly = (price: NodePrice | undefined, nodes: number): MonthlyCost | undefined =>
  price && { low: price.low * nodes * hoursPerMonth, high: price.high * nodes * hoursPerMonth };

const nothing: MonthlyCost = { low: 0, high: 0 };
const plus = (a: MonthlyCost, b: MonthlyCost | undefined): MonthlyCost =>
  b === undefined ? a : { low: a.low + b.low, high: a.high + b.high };

/** Share of the fewest nodes possible at which no better packing is looked for. */
const closeEnough = 1.02;

/**
 * Divides pods among their pools in order of preference, each pool packed as tightly as is found; the rest goes on to
 * the next.
 */
function spread(podCounts: readonly PodCount[], pools: readonly NodePool[]): ReadonlyMap<string, readonly NodeUse[]> {
  const left = new Map(podCounts.map(({ group, count }) => [group, count]));
  const uses = new Map<string, readonly NodeUse[]>();
  for (const pool of pools) {
    const here = [...left]
      .filter(([group]) => group.pools.includes(pool.name))
      .map(([group, count]): PodCount => ({ group: { ...group, pools: [pool.name] }, count }));
    const { witness } = tightest(
      here,
      supplyOf(pool),
      Math.max(pool.nodes.min, Math.floor(closeEnough * fewestNodes(here, supplyOf(pool).offers))),
    );
    uses.set(pool.name, witness);
    const placed = new Map<string, number>();
    for (const { placed: pods } of witness)
      for (const { workload, pods: count } of pods) placed.set(workload, (placed.get(workload) ?? 0) + count);
    for (const [group, count] of left) left.set(group, count - (placed.get(group.workload) ?? 0));
  }
  return uses;
}

/** Pools as their users prefer them: first those that most name first. */
function byPreference(environment: Environment, groups: readonly PodGroup[]): readonly NodePool[] {
  const place = (name: string): number =>
    groups.filter(({ pools }) => pools.includes(name)).reduce((sum, { pools }) => sum + pools.indexOf(name), 0);
  return Object.values(environment.nodePools)
    .map((pool) => ({ pool, place: place(pool.name) }))
    .sort((a, b) => a.place - b.place)
    .map(({ pool }) => pool);
}

function workloadCosts(
  uses: ReadonlyMap<string, readonly NodeUse[]>,
  groups: ReadonlyMap<string, PodGroup>,
  pools: Environment['nodePools'],
): readonly WorkloadCost[] {
  const costs = new Map<string, MonthlyCost | 'unknown'>();
  for (const [name, nodes] of uses) {
    const pool = pools[name];
    if (pool === undefined) continue;
    const price = monthly(pricesOf(pool).paid, 1);
    const offers: Amounts = supplyOf(pool).offers;
    for (const { placed } of nodes) {
      const parts = placed.map(({ workload, pods }) => ({
        workload,
        part: pods * dominantShare(groups.get(workload)?.amounts ?? {}, offers),
      }));
      const whole = Math.max(
        1,
        parts.reduce((sum, { part }) => sum + part, 0),
      );
      for (const { workload, part } of parts) {
        const known = costs.get(workload) ?? nothing;
        costs.set(
          workload,
          price === undefined || known === 'unknown'
            ? 'unknown'
            : plus(known, { low: (price.low * part) / whole, high: (price.high * part) / whole }),
        );
      }
    }
  }
  return [...costs]
    .map(([workload, paid]) => ({ workload, paid: paid === 'unknown' ? undefined : paid }))
    .sort((a, b) => (a.workload < b.workload ? -1 : 1));
}

function costOf(environment: Environment, groups: readonly PodGroup[], count: (group: PodGroup) => number): LoadCost {
  const uses = spread(
    groups.map((group) => ({ group, count: count(group) })),
    byPreference(environment, groups),
  );
  const byName = new Map(groups.map((group) => [group.workload, group]));
  const pools = Object.values(environment.nodePools).map((pool): PoolCost => {
    const used = uses.get(pool.name) ?? [];
    const nodes = Math.max(pool.nodes.min, used.length);
    const units = used
      .flatMap(({ placed }) => placed)
      .reduce(
        (sum, { workload, pods }) => sum + pods * (byName.get(workload)?.amounts[pool.gpu?.resource ?? ''] ?? 0),
        0,
      );
    const { paid, onDemand, spot } = pricesOf(pool);
    return {
      pool: pool.name,
      nodes,
      idleGpuUnits: nodes * (pool.gpu?.unitsPerNode ?? 0) - units,
      paid: monthly(paid, nodes),
      onDemand: monthly(onDemand, nodes),
      spot: monthly(spot, nodes),
    };
  });
  const sum = (pick: (pool: PoolCost) => MonthlyCost | undefined): MonthlyCost =>
    pools.reduce((total, pool) => plus(total, pick(pool)), nothing);
  return {
    pools,
    paid: sum(({ paid }) => paid),
    onDemand: sum(({ onDemand }) => onDemand),
    spot: sum(({ spot, paid }) => spot ?? paid),
    idleGpuUnits: pools.reduce((total, { idleGpuUnits }) => total + idleGpuUnits, 0),
    workloads: workloadCosts(uses, byName, environment.nodePools),
  };
}

/** The middle of a range of replicas, rounded up. */
const middle = ({ min, max }: PodGroup): number => Math.ceil((min + max) / 2);

/** A week in parts: how many pods of each workload, and for which share of the week. Each window is in its own clock. */
function partsOfWeek(
  servers: Environment['servers'],
): readonly { readonly least: ReadonlyMap<string, number>; readonly share: number }[] {
  const windows = servers.flatMap(({ schedule = [] }) => schedule);
  const edges = [...new Set([0, ...windows.flatMap(edgesOf), minutesOfWeek])].sort((a, b) => a - b);
  return edges.slice(1).map((end, i) => {
    const start = edges[i] ?? 0;
    return {
      least: new Map(
        servers.map(({ name, replicas: { min }, schedule = [] }) => [
          name,
          Math.max(min, ...schedule.filter((each) => lastsAt(each, start)).map(({ replicas }) => replicas)),
        ]),
      ),
      share: (end - start) / minutesOfWeek,
    };
  });
}

/** The cost of the pods that schedules ask for, on average over a week. */
function scheduledCost(environment: Environment, groups: readonly PodGroup[]): MonthlyCost | undefined {
  const { servers } = environment;
  if (servers.every(({ schedule = [] }) => schedule.length === 0)) return undefined;
  // Most parts of a week are alike.
  const parts = new Map<string, { readonly least: ReadonlyMap<string, number>; readonly share: number }>();
  for (const { least, share } of partsOfWeek(servers)) {
    const key = [...least.values()].join();
    parts.set(key, { least, share: share + (parts.get(key)?.share ?? 0) });
  }
  return [...parts.values()].reduce<MonthlyCost>((sum, { least, share }) => {
    const { low, high } = costOf(environment, groups, ({ workload, min }) => least.get(workload) ?? min).paid;
    return plus(sum, { low: low * share, high: high * share });
  }, nothing);
}

/** Prices an environment at three loads, and by its schedules. */
export function planCost(environment: Environment, groups: readonly PodGroup[]): CostPlan {
  const maximum = costOf(environment, groups, ({ max }) => max);
  const scheduled = scheduledCost(environment, groups);
  return {
    minimum: costOf(environment, groups, ({ min }) => min),
    expected: costOf(environment, groups, middle),
    maximum,
    ...(scheduled === undefined ? {} : { scheduled }),
    prices: Object.values(environment.nodePools).map((pool) => ({ pool: pool.name, prices: pricesOf(pool) })),
    unknown: maximum.pools.filter(({ nodes, paid }) => nodes > 0 && paid === undefined).map(({ pool }) => pool),
  };
}
