/** What an environment serves: a llama-server per model, and fleets of Ollama. */
import type { Bytes } from '../core/bytes';
import type { FurtherFlags } from '../engines/llama-server/further-flags';
import type { LlamaServerSettingsInput } from '../engines/llama-server/defaults';
import type { LocalTier, Priority, ReplicaRange } from '../workload/server';
import type { OllamaSettingsInput } from '../engines/ollama/defaults';

export interface WorkloadInputBase<Pools extends string> {
  /** Node pools in order of preference; the model must fit on each. */
  readonly pools: readonly [Pools, ...Pools[]];
  /** GPUs of one pod, or shares or slices where the pool is shared. @default 0 */
  readonly gpus?: number;
  /** Cores of one pod. @default 2 per GPU; a workload without GPUs must say */
  readonly cpu?: number;
  /** Memory of one pod, when more is wanted than the memory model asks for. @default - the memory model's */
  readonly memory?: Bytes;
  /** @default 'standard' */
  readonly priority?: Priority;
  /** Tokens per second of one answer, measured. @default - from the GPU's memory bandwidth */
  readonly tokensPerSecond?: number;
}

/** A model served by a llama-server of its own, as an overlay writes it. */
export interface ModelInput<
  Pools extends string = string,
  Weights extends string = string,
> extends WorkloadInputBase<Pools> {
  /** Key of the weights in the model catalogue: `llama-3.3-70b-instruct/Q4_K_M`. */
  readonly weights: Weights;
  readonly settings: LlamaServerSettingsInput;
  readonly replicas: number | ReplicaRange;
  /**
   * A smaller model of the same vocabulary, which guesses what the model then checks: faster where answers are easy to
   * guess.
   * @default - none
   */
  readonly draft?: {
    /** Key of its weights in the model catalogue: `llama-3.2-1b-instruct/Q8_0`. */
    readonly weights: Weights;
    /** Tokens that it guesses at once (`--spec-draft-n-max`). @default 8 */
    readonly tokens?: number;
  };
  /** @default - `direct` where the store is, else `ephemeral` */
  readonly local?: Exclude<LocalTier, { kind: 'static' }>;
  /** Further llama-server flags, by name: `{ '--temp': 0.7 }`. @default {} */
  readonly flags?: FurtherFlags;
}

/** A fleet of Ollama servers that serve the same models, as an overlay writes it. */
export interface OllamaFleetInput<
  Pools extends string = string,
  Weights extends string = string,
> extends WorkloadInputBase<Pools> {
  /** Tags of the model catalogue that every server offers, or a list for each ordinal with a Service each. */
  readonly models:
    | readonly [Weights, ...Weights[]]
    | { readonly byOrdinal: readonly (readonly [Weights, ...Weights[]])[] };
  readonly settings: OllamaSettingsInput;
  readonly replicas: number;
  /** More models than may be loaded: requests for the others wait while models are swapped. @default - refused */
  readonly swap?: 'accepted';
  /** @default - `direct` where the store is, else `ephemeral` */
  readonly local?: Exclude<LocalTier, { kind: 'image' }>;
  /** Size of each server's volume. @default - its models twice: the old and the new during a change */
  readonly volumeSize?: Bytes;
}
