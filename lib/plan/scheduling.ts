/** Where a workload's pods go: its pools in order, its priority, and the runtime of its GPUs. */
import { type Environment, type NodePool, type PoolTuning, sysctlsOf } from '../environment';
import { vendorOf } from '../catalog';
import { gpuRuntimeClass } from '../kubernetes/kinds';
import type { PodAdditions, Priority, Scheduling } from '../workload';
import { priorityClassName } from './names';

/** Pools by name, in the order given; names are checked when the environment is read. */
export const poolsOf = ({ nodePools }: Environment, names: readonly string[]): readonly NodePool[] =>
  names.flatMap((name) => nodePools[name] ?? []);

/** Scheduling of a workload. */
export const schedulingOf = (
  environment: Environment,
  names: readonly string[],
  priority: Priority,
  usesGpu: boolean,
  { nodeSelector, tolerations }: PodAdditions = {},
): Scheduling => {
  const pools = poolsOf(environment, names);
  const gpus = usesGpu ? pools.flatMap(({ gpu }) => gpu ?? []) : [];
  const groups = [...new Set(gpus.flatMap((each) => each.groups ?? []))].sort((a, b) => a - b);
  const needsClass = gpus.some(({ gpu }) => vendorOf(gpu).needsRuntimeClass);
  return {
    pools,
    priorityClassName: environment.cluster.priorityClasses === 'none' ? undefined : priorityClassName(priority),
    runtimeClassName: needsClass && environment.cluster.runtimeClass !== 'none' ? gpuRuntimeClass : undefined,
    nodeSelector,
    tolerations,
    ...(groups.length === 0 ? {} : { deviceGroups: groups }),
  };
};

/** Pools whose nodes a DaemonSet tunes. */
export const tunedPools = ({ nodePools }: Environment): readonly (NodePool & { readonly tuning: PoolTuning })[] =>
  Object.values(nodePools).flatMap((pool) =>
    pool.tuning === undefined || sysctlsOf(pool.tuning).length === 0 ? [] : [{ ...pool, tuning: pool.tuning }],
  );

/** Pools for what is not an engine. */
export const supportPools = (environment: Environment): readonly NodePool[] =>
  poolsOf(environment, environment.supportPools);
