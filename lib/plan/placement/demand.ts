/**
 * What pods ask of nodes, as plain numbers by resource name: the terms in which placement, quota and rollout are
 * proven.
 */
import { deviceClassOf } from '../../catalog';
import type { Path } from '../../core';
import type { NodePool } from '../../environment';
import type { Compute, ContainerWants } from '../../workload';

/**
 * Amounts by resource: `cpu` in millicores, `memory` and `ephemeral-storage` in bytes, `pods`, and GPU units by their
 * name.
 */
export type Amounts = Readonly<Record<string, number>>;

/** Nodes of one kind, as placement sees them. */
export interface NodeSupply {
  readonly name: string;
  /** Most nodes. */
  readonly nodes: number;
  /** What one node offers to pods. */
  readonly offers: Amounts;
}

/** Pods of one workload: all alike. */
export interface PodGroup {
  /** Object name of the workload. */
  readonly workload: string;
  /** Its path in the environment. */
  readonly at: Path;
  /** Pools in order of preference. */
  readonly pools: readonly string[];
  readonly amounts: Amounts;
  /** Value of its PriorityClass. */
  readonly priority: number;
  /** Whether it may preempt pods of lower priority. */
  readonly preempts: boolean;
  readonly min: number;
  readonly max: number;
  /** Pods that end by themselves: one that waits for room is no outage. @default false */
  readonly ends?: boolean;
}

/** A group with the number of pods for which it is asked. */
export interface PodCount {
  readonly group: PodGroup;
  readonly count: number;
}

/** What one pod of an engine takes of its node, with the container beside the engine. */
export const podAmounts = ({ cpu, memory, ephemeralStorage, gpus }: Compute, exporter?: ContainerWants): Amounts => ({
  cpu: cpu.value + (exporter?.cpu ?? 0),
  memory: memory.value + (exporter?.memory ?? 0),
  'ephemeral-storage': ephemeralStorage.value + (exporter?.ephemeralStorage ?? 0),
  pods: 1,
  ...(gpus === undefined ? {} : { [gpus.resource]: gpus.count }),
});

/** What a pod of one small container takes of its node. */
export const wantedAmounts = ({ cpu, memory, ephemeralStorage }: ContainerWants): Amounts => ({
  cpu,
  memory,
  'ephemeral-storage': ephemeralStorage,
  pods: 1,
});

/** What one node of a pool offers. */
export const nodeAmounts = ({ allocatable, gpu }: NodePool): Amounts => ({
  cpu: allocatable.millicores,
  memory: allocatable.memory,
  'ephemeral-storage': allocatable.ephemeralStorage,
  pods: allocatable.pods,
  ...(gpu === undefined ? {} : { [gpu.resource]: gpu.unitsPerNode }),
});

/** A pool at its largest. */
export const supplyOf = (pool: NodePool): NodeSupply => ({
  name: pool.name,
  nodes: pool.nodes.max,
  offers: nodeAmounts(pool),
});

/**
 * What another pod holds against a pod: nothing where it is preempted, but for devices that it claims. The scheduler
 * does not know that devices would be free without a pod, so it preempts none for them.
 */
export function heldAgainst({ preempts, priority }: PodGroup, other: PodGroup): Amounts {
  if (!preempts || other.priority >= priority) return other.amounts;
  return Object.fromEntries(
    Object.entries(other.amounts).filter(([resource]) => deviceClassOf(resource) !== undefined),
  );
}

/** Resources of which one pod asks more than an empty node has. */
export const lacking = (pod: Amounts, node: Amounts): readonly string[] =>
  Object.entries(pod).flatMap(([resource, amount]) => (amount > (node[resource] ?? 0) ? [resource] : []));

/** Pods of one kind that an empty node holds. */
export const podsPerNode = (pod: Amounts, node: Amounts): number =>
  Math.min(
    ...Object.entries(pod).flatMap(([resource, amount]) =>
      amount > 0 ? [Math.floor((node[resource] ?? 0) / amount)] : [],
    ),
  );
