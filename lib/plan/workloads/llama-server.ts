/** Plans one llama-server: memory, compute and budgets on the slowest machine that it may land on. */
import { images } from '../catalog/images';
import { fault, type Fault } from '../core/fault';
import { at as pathAt } from '../core/path';
import type { Environment } from '../environment/environment';
import type { NodePool } from '../environment/node-pool';
import type { ModelWorkload } from '../environment/workload';
import { derived } from '../core/derived';
import { durationText } from '../core/duration';
import type { MemoryBandwidth } from '../sizing';
import { llamaServerPod, type LlamaServerPod, type PodHardware } from '../sizing/llama-server-pod';
import { misfits } from './fit';
import { poolsOf, schedulingOf } from './scheduling';
import type { LlamaServerPlan } from './plan';

/** A llama-server without what depends on its neighbours: its rollout and how many of its pods may be away. */
export type LonelyLlamaServer = Omit<LlamaServerPlan, 'rollout' | 'maxUnavailable'>;

const slowest = (values: readonly number[]): number => Math.min(...values);

/** Memory bandwidth of the slowest GPU unit; a shared card is shared in bandwidth, too. */
function gpuMemory(pools: readonly NodePool[]): MemoryBandwidth {
  const [worst] = pools
    .flatMap(({ gpu }) => (gpu === undefined ? [] : [{ gigabytesPerSecond: (gpu.gpu.bandwidthGbPerSecond * gpu.perNode) / gpu.unitsPerNode, kind: gpu.gpu.memoryType }]))
    .sort((a, b) => a.gigabytesPerSecond - b.gigabytesPerSecond);
  return worst ?? { gigabytesPerSecond: 0, kind: 'GDDR' };
}

/** The machine under a workload's pods: of its pools, the slowest disk and GPU. */
export function hardwareOf(environment: Environment, workload: Pick<ModelWorkload, 'pools' | 'gpus' | 'cpu'> & { readonly local: { readonly kind: string } }, readers: number): PodHardware {
  const pools = poolsOf(environment, workload.pools);
  const [resource] = pools.flatMap(({ gpu }) => gpu?.resource ?? []);
  const { weights } = environment.cluster;
  const staged = workload.local.kind !== 'direct' && workload.local.kind !== 'image';
  return {
    gpus: workload.gpus === 0 || resource === undefined ? undefined : { resource, count: workload.gpus, memory: gpuMemory(pools) },
    cpu: workload.cpu,
    diskBandwidth: workload.local.kind === 'direct' ? weights.bandwidth : slowest(pools.map(({ diskBandwidth }) => diskBandwidth)),
    store: staged ? { bandwidth: weights.bandwidth, readers } : undefined,
    weightsAreEphemeral: workload.local.kind === 'ephemeral',
  };
}

/** A pod that a spot node gives less time than it needs to end. */
export function lateForSpot(at: string, { budgets }: Pick<LlamaServerPod, 'budgets'>, pools: readonly NodePool[]): readonly Fault[] {
  return pools.flatMap(({ name, spotNotice }) => spotNotice === undefined || budgets.grace.value <= spotNotice ? [] : [
    fault('SpotNoticeTooShort', at, `needs ${durationText(budgets.grace.value)} to end (${budgets.grace.because}), and a spot node of pool ${name} is taken ${durationText(spotNotice)} after its notice`, {
      mend: ['a smaller maxOutputLength', 'fewer parallel slots', 'only pools that are not spot'],
    }),
  ]);
}

/** Plans a llama-server by itself. @throws FaultError when its memory cannot be computed */
export function planLlamaServer(environment: Environment, workload: ModelWorkload, readers: number): { readonly server: LonelyLlamaServer; readonly faults: readonly Fault[] } {
  const at = pathAt(environment.name, 'models', workload.key);
  const pools = poolsOf(environment, workload.pools);
  const { model, settings, replicas, priority, gpus } = workload;
  const pod = llamaServerPod(model, settings, hardwareOf(environment, workload, readers), at, workload);
  const needed = pod.compute.memory;
  const faults = [
    ...(gpus > 0 ? misfits(at, pod.memory.devices, pools) : []),
    ...lateForSpot(at, pod, pools),
    ...(workload.memory !== undefined && workload.memory < needed.value
      ? [fault('MemoryTooSmall', pathAt(at, 'memory'), `${workload.memory} bytes are stated, ${needed.value} are needed (${needed.because})`, { mend: 'leave memory out, or state more' })]
      : []),
  ];
  return {
    server: {
      workload,
      ...pod,
      image: gpus > 0 ? images.llamaServerCuda : images.llamaServer,
      scheduling: schedulingOf(environment, workload.pools, priority, gpus > 0),
      replicas,
      localWeights: derived(pod.memory.disk.value, pod.memory.disk.because),
    },
    faults,
  };
}
