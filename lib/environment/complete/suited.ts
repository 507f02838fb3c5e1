/**
 * Whether a workload can be on a pool, and a pool can share its GPUs: what the reader of environments refuses, no remedy
 * proposes.
 */
import { vendorOf } from '../../catalog';
import type { Engine } from '../../engines';
import type { ServerWorkload } from '../../workload';
import type { NodePool } from '../node-pool';
import { carriesAll } from './node-selector';
import { objectionsToSharing, sharedGpu, type Shares, withNodeMemory } from './pool-gpu';

/** Why an engine does not run on the GPUs of a pool; absent where it does, or wants none. */
export const whyEngineNotOn = (
  engine: Pick<Engine, 'whyNotOn'>,
  gpus: number,
  { gpu }: Pick<NodePool, 'gpu'>,
): string | undefined => (gpu === undefined || gpus === 0 ? undefined : engine.whyNotOn?.(vendorOf(gpu.gpu)));

/** What a pool does not state that volumes on disks of named nodes need. */
export const lackingForDisks = ({ nodeNames, nvme }: Pick<NodePool, 'nodeNames' | 'nvme'>): string | undefined =>
  nodeNames === undefined ? 'names of its nodes' : nvme.length === 0 ? 'nvme disks' : undefined;

/** Whether an environment may name the pool for a workload with so many GPUs: it says nothing of their size. */
export const mayNamePool = (
  engine: Pick<Engine, 'whyNotOn'>,
  { local, pods }: Pick<ServerWorkload, 'local' | 'pods'>,
  gpus: number,
  pool: NodePool,
): boolean =>
  whyEngineNotOn(engine, gpus, pool) === undefined &&
  (local.kind !== 'static' || lackingForDisks(pool) === undefined) &&
  carriesAll(pool, pods.nodeSelector ?? {});

/** A pool whose GPUs are shared; absent where an environment may not say so. */
export function withShares(pool: NodePool, sharing: Shares): NodePool | undefined {
  const { gpu, instance, allocatable } = pool;
  if (gpu === undefined || objectionsToSharing(gpu.gpu, sharing, instance?.cloud).length > 0) return undefined;
  const shared = withNodeMemory(sharedGpu(gpu.gpu, gpu.perNode, sharing), allocatable.memory);
  return { ...pool, gpu: gpu.groups === undefined ? shared : { ...shared, groups: gpu.groups } };
}
