/** The machine under a workload's pods: of the pools that it may land on, the slowest of each part. */
import type { Environment } from '../../environment/environment';
import type { NodePool } from '../../environment/node-pool';
import type { LocalTier } from '../../environment/workload';
import type { MemoryBandwidth } from '../../sizing';
import type { PodHardware } from '../../sizing/pod-hardware';
import { poolsOf } from '../scheduling';

interface Placed {
  readonly pools: readonly string[];
  readonly gpus: number;
  readonly cpu: number;
  readonly local: LocalTier;
}

/** Memory bandwidth of the slowest GPU unit; a shared card is shared in bandwidth, too. */
function gpuMemory(pools: readonly NodePool[]): MemoryBandwidth {
  const [worst] = pools
    .flatMap(({ gpu }) => (gpu === undefined ? [] : [{ gigabytesPerSecond: (gpu.gpu.bandwidthGbPerSecond * gpu.perNode) / gpu.unitsPerNode, kind: gpu.gpu.memoryType }]))
    .sort((a, b) => a.gigabytesPerSecond - b.gigabytesPerSecond);
  return worst ?? { gigabytesPerSecond: 0, kind: 'GDDR' };
}

/** Bytes per second of the disk that weights are read from. */
function diskBandwidth({ cluster }: Environment, { local }: Placed, pools: readonly NodePool[]): number {
  if (local.kind === 'direct') return cluster.weights.bandwidth;
  const tier = local.kind === 'csi' ? cluster.storageTiers[local.tier] : undefined;
  return tier?.bandwidth ?? Math.min(...pools.map((pool) => pool.diskBandwidth));
}

/** @param readers pods that may read the store at the same time, as if all read what this one does */
export function hardwareOf(environment: Environment, workload: Placed, readers: number): PodHardware {
  const pools = poolsOf(environment, workload.pools);
  const [resource] = pools.flatMap(({ gpu }) => gpu?.resource ?? []);
  const staged = workload.local.kind !== 'direct' && workload.local.kind !== 'image';
  return {
    gpus: workload.gpus === 0 || resource === undefined ? undefined : { resource, count: workload.gpus, memory: gpuMemory(pools) },
    cpu: workload.cpu,
    diskBandwidth: diskBandwidth(environment, workload, pools),
    store: staged ? { bandwidth: environment.cluster.weights.bandwidth, readers } : undefined,
    weightsAreEphemeral: workload.local.kind === 'ephemeral',
  };
}
