/** Where a workload's pods go: its pools in order, its rung, and the runtime of its GPUs. */
import type { Environment } from '../environment/environment';
import type { NodePool } from '../environment/node-pool';
import type { Priority } from '../environment/workload';
import type { Scheduling } from '../sizing/pod';
import { priorityClassName } from './names';

/** Pools by name, in the order given; names are checked when the environment is read. */
export const poolsOf = ({ nodePools }: Environment, names: readonly string[]): readonly NodePool[] =>
  names.flatMap((name) => nodePools[name] ?? []);

/** Scheduling of a workload. */
export const schedulingOf = (environment: Environment, names: readonly string[], priority: Priority, usesGpu: boolean): Scheduling => ({
  pools: poolsOf(environment, names),
  priorityClassName: priorityClassName(priority),
  runtimeClassName: usesGpu && environment.cluster.runtimeClass !== 'none' ? 'nvidia' : undefined,
});

/** Pools for what is not an engine: those that always have a node and no GPU; where all have GPUs, those that always have a node. */
export function supportPools({ nodePools }: Environment): readonly NodePool[] {
  const pools = Object.values(nodePools);
  const lasting = pools.filter(({ nodes, capacity }) => nodes.min > 0 && capacity === 'on-demand');
  const candidates = lasting.length > 0 ? lasting : pools;
  const plain = candidates.filter(({ gpu }) => gpu === undefined);
  return plain.length > 0 ? plain : candidates;
}
