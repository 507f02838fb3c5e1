/** The machine under one pod, and the memory that its engine reads weights from. */
import type { Bandwidth } from './load-time';
import type { MemoryBandwidth } from './throughput';

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

/** Whole cores of a pod: as many threads as an engine can keep busy. */
export const wholeCores = ({ cpu }: Pick<PodHardware, 'cpu'>): number => Math.max(1, Math.floor(cpu));

/** Gigabytes per second that one core streams from memory: between 8 and 12 on servers since 2019. */
const gigabytesPerCore = 8;

/** Memory that the engine reads: the GPU's, or what the pod's cores reach together. */
export const memoryOf = (hardware: PodHardware): MemoryBandwidth =>
  hardware.gpus?.memory ?? { gigabytesPerSecond: gigabytesPerCore * wholeCores(hardware), kind: 'DDR' };
