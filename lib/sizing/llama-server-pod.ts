/** A llama-server's pod: memory, compute and budgets, from the model, its settings and the machine. */
import type { Model } from '../catalog/model';
import { addBytes, bytes, ceilMib, mib, mibText, type Bytes } from '../core/bytes';
import { cores } from '../core/cpu';
import { derived, type Derived } from '../core/derived';
import type { Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import { roomFor } from './disk';
import { longestGeneration } from './drain';
import type { Bandwidth } from './load-time';
import { llamaServerMemory, type ModelMemory } from './memory';
import type { Budgets, Compute } from './pod';
import { podBudgets } from './pod-budgets';
import { tokensPerSecond, type MemoryBandwidth } from './throughput';

/** The machine under one pod; where it may run on several, the slowest of each. */
export interface PodHardware {
  /** GPUs of the pod, by resource name. @default - none: the CPU computes */
  readonly gpus?: { readonly resource: string; readonly count: number; readonly memory: MemoryBandwidth };
  /** Cores of the pod. */
  readonly cpu: number;
  readonly diskBandwidth: Bandwidth;
  /** @default - weights need no staging */
  readonly store?: { readonly bandwidth: Bandwidth; readonly readers: number };
  /** Whether the weights lie on the node's own disk, and so count as ephemeral storage. */
  readonly weightsAreEphemeral: boolean;
}

/** A pod, sized. */
export interface LlamaServerPod {
  readonly memory: ModelMemory;
  readonly compute: Compute;
  readonly budgets: Budgets;
}

/** Scratch folder of an engine: CUDA's cache and temporary files. */
export const scratch: Bytes = mib(256);
/** What an engine writes beside weights and scratch: its home, and logs, which the kubelet rotates at 10 MiB five times over. */
const homeAndLogs: Bytes = mib(96);

/** Bytes per second that one core streams from memory: between 8 and 12 GB/s on servers since 2019. */
const memoryBandwidthPerCore = 8;

/** Memory bandwidth that a pod's cores reach together. */
const cpuMemory = (count: number): MemoryBandwidth => ({
  gigabytesPerSecond: memoryBandwidthPerCore * Math.max(1, Math.floor(count)),
  kind: 'DDR',
});

/** Disk of the node that one pod takes: everything that its volumes may hold, and its logs. */
export function podEphemeralStorage(weights: Bytes, weightsAreEphemeral: boolean): Derived<Bytes> {
  const own = addBytes(scratch, homeAndLogs);
  const room = roomFor(weights);
  return weightsAreEphemeral
    ? derived(addBytes(room, own), `${mibText(room)} MiB of room for weights, ${mibText(own)} MiB of scratch, home and logs`)
    : derived(own, `${mibText(own)} MiB of scratch, home and logs`);
}

/**
 * Sizes a llama-server's pod.
 *
 * @param wanted memory and speed that the user states; the memory model's and the bandwidth's when left out
 * @throws FaultError when the memory model cannot compute the model or its settings
 */
export function llamaServerPod(
  model: Model,
  settings: LlamaServerSettings,
  { gpus, cpu, diskBandwidth, store, weightsAreEphemeral }: PodHardware,
  at: Path,
  wanted: { readonly memory?: Bytes; readonly tokensPerSecond?: number } = {},
): LlamaServerPod {
  const memory = llamaServerMemory(model, settings, gpus?.count ?? 0, at);
  const needed = ceilMib(memory.host.total);
  const terms = memory.host.terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');
  const threads = Math.max(1, Math.floor(cpu));
  const speed =
    wanted.tokensPerSecond === undefined
      ? tokensPerSecond(model, settings, gpus?.memory ?? cpuMemory(cpu), at)
      : derived(wanted.tokensPerSecond, 'as measured');
  const weights = memory.disk.value;
  return {
    memory,
    compute: {
      gpus: gpus === undefined ? undefined : { resource: gpus.resource, count: gpus.count },
      cpu: derived(cores(cpu), `${cpu} cores`),
      cpuLimit: cores(Math.max(cpu, threads)),
      threads: derived(threads, `whole cores of ${cpu}`),
      memory:
        wanted.memory !== undefined && wanted.memory >= needed
          ? derived(wanted.memory, `as stated; ${mibText(needed)} MiB are needed: ${terms}`)
          : derived(needed, `MiB: ${terms}`),
      ephemeralStorage: podEphemeralStorage(weights, weightsAreEphemeral),
    },
    budgets: podBudgets({ weights: bytes(weights), diskBandwidth, store, generation: longestGeneration(settings.maxOutputLength, speed) }),
  };
}
