/** What an environment serves: a llama-server per model, and fleets of Ollama. */
import type { Bytes } from '../core/bytes';
import type { Model } from '../catalog/model';
import type { FurtherFlags, UncheckedFlags } from '../engines/llama-server/further-flags';
import type { LlamaServerSettingsInput } from '../engines/llama-server/defaults';
import type { LlamaServerSettings } from '../engines/llama-server/settings';
import type { OllamaSettingsInput } from '../engines/ollama/defaults';
import type { OllamaSettings } from '../engines/ollama/settings';

/** The ladder of PriorityClasses, highest first. */
export const priorities = ['critical', 'interactive', 'standard', 'batch'] as const;
/**
 * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is left,
 * never preempts.
 */
export type Priority = (typeof priorities)[number];

/** A fixed number is what it says; a range is autoscaled. */
export interface ReplicaRange {
  readonly min: number;
  readonly max: number;
}

/** Where a serving pod keeps its weights. */
export type LocalTier =
  /** An emptyDir on the node's disk. */
  | { readonly kind: 'ephemeral' }
  /** A volume of a dynamic local class, by the name of a storage tier. */
  | { readonly kind: 'csi'; readonly tier: string }
  /** A volume on a disk of a named node: claim templates of a fleet only. */
  | { readonly kind: 'static' }
  /** The store's own claim, read in place: clusters of one node. */
  | { readonly kind: 'direct' }
  /** An OCI image with the weights, mounted read-only by digest. */
  | {
      readonly kind: 'image';
      /** `registry/name:tag@sha256:…` */
      readonly reference: string;
      /** Folder of the image in which the model's files lie under their own names, shards side by side: `/weights`. */
      readonly path: string;
    };

interface WorkloadInputBase<Pools extends string> {
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

/** A model that a workload serves, by its key in the catalogue. */
export interface ServedModel {
  readonly key: string;
  readonly model: Model;
}

/** A workload that serves models, complete: what is the same for every engine. */
export interface ServerWorkload {
  /** Name of its engine. */
  readonly engine: string;
  /** Field of the environment in which it is written: `models` or `ollama`. */
  readonly section: string;
  /** Key in the environment: `llama3.1:8b`. */
  readonly key: string;
  /** Object name: the key as a DNS label. */
  readonly name: string;
  readonly pools: readonly string[];
  readonly gpus: number;
  readonly cpu: number;
  readonly memory?: Bytes;
  readonly priority: Priority;
  readonly tokensPerSecond?: number;
  /** Every model that its pods read, each once. */
  readonly served: readonly ServedModel[];
  /** The models of each ordinal; absent where every pod serves all. */
  readonly byOrdinal?: readonly (readonly ServedModel[])[];
  readonly replicas: ReplicaRange;
  readonly local: LocalTier;
}

/** A model served by a llama-server of its own, complete. */
export interface ModelWorkload extends ServerWorkload {
  readonly weights: string;
  readonly model: Model;
  readonly settings: LlamaServerSettings;
  /** The draft model; how much it guesses is in the settings. */
  readonly draft?: { readonly weights: string; readonly model: Model };
  readonly local: Exclude<LocalTier, { kind: 'static' }>;
  readonly flags: UncheckedFlags;
}

/** A fleet of Ollama servers, complete. */
export interface OllamaFleetWorkload extends ServerWorkload {
  readonly settings: OllamaSettings;
  readonly swap: boolean;
  readonly local: Exclude<LocalTier, { kind: 'image' }>;
  readonly volumeSize?: Bytes;
}
