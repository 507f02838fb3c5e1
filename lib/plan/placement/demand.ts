/** What pods ask of nodes, as plain numbers by resource name: the terms in which placement, quota and rollout are proven. */
import type { NodePool } from '../environment/node-pool';
import type { Compute } from '../sizing/pod';

/** Amounts by resource: `cpu` in millicores, `memory` and `ephemeral-storage` in bytes, `pods`, and GPU units by their name. */
export type Amounts = Readonly<Record<string, number>>;

/** Pods of one workload: all alike. */
export interface PodGroup {
  /** Object name of the workload. */
  readonly workload: string;
  readonly pools: readonly string[];
  readonly amounts: Amounts;
  /** Value of its PriorityClass. */
  readonly priority: number;
  /** Whether it may push out pods of lower priority. */
  readonly preempts: boolean;
  readonly min: number;
  readonly max: number;
}

/** What one pod takes of its node. */
export const podAmounts = ({ cpu, memory, ephemeralStorage, gpus }: Compute): Amounts => ({
  cpu: cpu.value,
  memory: memory.value,
  'ephemeral-storage': ephemeralStorage.value,
  pods: 1,
  ...(gpus === undefined ? {} : { [gpus.resource]: gpus.count }),
});

/** What one node of a pool offers. */
export const nodeAmounts = ({ allocatable, gpu }: NodePool): Amounts => ({
  cpu: allocatable.millicores,
  memory: allocatable.memory,
  'ephemeral-storage': allocatable.ephemeralStorage,
  pods: allocatable.pods,
  ...(gpu === undefined ? {} : { [gpu.resource]: gpu.unitsPerNode }),
});

/** Resources of which one pod asks more than an empty node has. */
export const lacking = (pod: Amounts, node: Amounts): readonly string[] =>
  Object.entries(pod).flatMap(([resource, amount]) => (amount > (node[resource] ?? 0) ? [resource] : []));
