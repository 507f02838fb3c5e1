/** The machine under a workload's pods: of the pools that it may land on, the slowest of each part. */
import { addDurations, derived, durationText, seconds } from '../../core';
import { gatewayDnsRefreshSeconds } from '../../gateway';
import type { Environment, NodePool, PoolGpu } from '../../environment';
import type { LocalTier } from '../../workload';
import type { MemoryBandwidth, PodHardware } from '../../sizing';
import { poolsOf } from '../scheduling';

/** Time until names show that a pod is not ready any more, and for which resolvers keep an answer. */
const namesFollow = seconds(10);

/** Envoy asks for the names of its clusters by itself: endpoints that follow at once are not enough. */
const gatewayPropagation = derived(
  addDurations(seconds(gatewayDnsRefreshSeconds), namesFollow),
  `the gateway looks at names each ${gatewayDnsRefreshSeconds} s, and they follow within ${durationText(namesFollow)}`,
);

interface Placed {
  readonly pools: readonly string[];
  readonly gpus: number;
  readonly cpu: number;
  readonly local: LocalTier;
}

/**
 * Memory bandwidth of a GPU unit. A slice has the bandwidth of its memory: 1g.10gb of an A100 has one part of eight,
 * while seven of them share the processors. A card shared in time is shared in both.
 */
const unitMemory = ({ gpu, perNode, unitsPerNode, memoryMibPerUnit, migProfile }: PoolGpu): MemoryBandwidth => {
  const sharedBy = migProfile?.perGpu ?? unitsPerNode / perNode;
  const part = gpu.memory === 'unified' ? 1 : memoryMibPerUnit / gpu.memoryMib;
  return {
    gigabytesPerSecond: gpu.bandwidthGbPerSecond * Math.min(1 / sharedBy, part),
    kind: gpu.memoryType,
    sharedBy,
  };
};

/** Bytes per second of the disk that weights are read from. */
function diskBandwidth(
  { cluster }: Environment,
  { local }: Placed,
  pools: readonly NodePool[],
  readers: number,
): number {
  // A claim that several nodes read in place is shared by all of them.
  if (local.kind === 'direct')
    return cluster.weights.kind === 'existing' ? cluster.weights.bandwidth / readers : cluster.weights.bandwidth;
  const tier = local.kind === 'csi' ? cluster.storageTiers[local.tier] : undefined;
  return tier?.bandwidth ?? Math.min(...pools.map((pool) => pool.diskBandwidth));
}

/** @param readers pods that may read the store at the same time, as if all read what this one does */
export function hardwareOf(environment: Environment, workload: Placed, readers: number): PodHardware {
  const pools = poolsOf(environment, workload.pools);
  const [gpu, ...others] = pools.flatMap((pool) => pool.gpu ?? []);
  const staged = workload.local.kind !== 'direct' && workload.local.kind !== 'image';
  return {
    gpus:
      workload.gpus === 0 || gpu === undefined
        ? undefined
        : {
            resource: gpu.resource,
            count: workload.gpus,
            memory: [unitMemory(gpu), ...others.map(unitMemory)],
            ...([gpu, ...others].some((each) => each.gpu.memory === 'unified') ? { unified: true } : {}),
          },
    cpu: workload.cpu,
    diskBandwidth: diskBandwidth(environment, workload, pools, readers),
    store: staged ? { bandwidth: environment.cluster.weights.bandwidth, readers } : undefined,
    weightsAreEphemeral: workload.local.kind === 'ephemeral',
    ...(environment.gateway === undefined ? {} : { propagation: gatewayPropagation }),
  };
}
