/** The machine under one pod, and the memory that its engine reads weights from. */
import type { Derived, Duration } from '../../core';
import type { Bandwidth } from '../time/load-time';
import type { MemoryBandwidth, StepHardware } from '../time/throughput';

/** The machine under one pod; where it may run on several, the slowest of each. */
export interface PodHardware {
  /**
   * GPUs of the pod, by resource name, with the memory of each GPU type that it may land on.
   * @default - none: the CPU computes
   */
  readonly gpus?: {
    readonly resource: string;
    readonly count: number;
    readonly memory: readonly [MemoryBandwidth, ...MemoryBandwidth[]];
    /** Whether what is on the GPUs is taken from the memory of the node. @default false */
    readonly unified?: boolean;
  };
  /** Cores of the pod. */
  readonly cpu: number;
  readonly diskBandwidth: Bandwidth;
  /** @default - weights need no staging */
  readonly store?: { readonly bandwidth: Bandwidth; readonly readers: number };
  /** Until no client sends new requests to a pod that ends. @default - 15 s */
  readonly propagation?: Derived<Duration>;
  /** Whether the weights lie on the node's own disk, and so count as ephemeral storage. */
  readonly weightsAreEphemeral: boolean;
}

/** Whole cores of a pod: as many threads as an engine can keep busy. */
export const wholeCores = ({ cpu }: Pick<PodHardware, 'cpu'>): number => Math.max(1, Math.floor(cpu));

/** Gigabytes per second that one core streams from memory: between 8 and 12 on servers since 2019. */
const gigabytesPerCore = 8;

/**
 * What computes, for each GPU type that the pod may land on: GPUs beside the memory that the pod's cores stream from
 * together.
 */
export function stepHardware(hardware: PodHardware): readonly [StepHardware, ...StepHardware[]] {
  const host: MemoryBandwidth = { gigabytesPerSecond: gigabytesPerCore * wholeCores(hardware), kind: 'DDR' };
  const { gpus } = hardware;
  if (gpus === undefined) return [{ host }];
  const [first, ...others] = gpus.memory;
  const on = (memory: MemoryBandwidth): StepHardware => ({ gpus: { count: gpus.count, memory }, host });
  return [on(first), ...others.map(on)];
}
