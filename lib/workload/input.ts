/** What an overlay writes of every workload that serves models. */
import type { Bytes } from '../core';
import type { ObjectAdditions, PodAdditions } from './additions';
import type { ScheduleWindowInput } from './schedule';
import type { Affinity, LocalTier, Priority, ReplicaRange, ServedSettings } from './server';

export interface WorkloadInputBase<Pools extends string> {
  /** Node pools in order of preference; the model must fit on each. */
  readonly pools: readonly [Pools, ...Pools[]];
  /** GPUs of one pod, or shares or slices where the pool is shared. @default 0 */
  readonly gpus?: number;
  /** Cores of one pod. @default 2 per GPU; a workload without GPUs must say */
  readonly cpu?: number;
  /** Memory of one pod, when more is wanted than the memory model asks for. @default - the memory model's */
  readonly memory?: Bytes;
  /**
   * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is
   * left, never preempts. @default 'standard'
   */
  readonly priority?: Priority;
  /** How the gateway chooses a pod. @default 'least-requests' */
  readonly affinity?: Affinity;
  /** Tokens per second of one answer, measured. @default - from the GPU's memory bandwidth */
  readonly tokensPerSecond?: number;
  /** What is added to its pods; it wins over the same of its pools and of the environment. @default {} */
  readonly pods?: PodAdditions;
  /** What is added to its objects; it wins over the same of the environment. @default {} */
  readonly objects?: ObjectAdditions;
}

/** What is the same in the overlay for every engine. */
export interface WorkloadInput extends WorkloadInputBase<string> {
  readonly settings: ServedSettings;
  readonly replicas: number | ReplicaRange;
  readonly schedule?: readonly ScheduleWindowInput[];
  readonly local?: LocalTier;
}
