/** A model served by a llama-server, as an overlay writes it. */
import type { LocalTier, ReplicaRange, ScheduleWindowInput, WorkloadInputBase } from '../../workload';
import type { LlamaServerSettingsInput } from './defaults';
import type { FurtherFlags } from './flags/further-flags';

/** A template of conversations: its text, or the file of the model in the catalogue. */
export type ChatTemplate = { readonly text: string } | { readonly from: 'catalogue' };

/** A track of a model: what it has differently. It is a workload with GPUs of its own. */
export interface ModelTrackInput<Weights extends string = string> {
  /** Its part of the requests, beside the weights of the other tracks; 0 keeps it ready and sends it none. */
  readonly weight: number;
  /** @default - those of the model */
  readonly weights?: Weights;
  /** Settings that differ. @default {} */
  readonly settings?: Partial<LlamaServerSettingsInput>;
  /** A fixed number has no schedule. @default - those of the model, with its schedule */
  readonly replicas?: number | ReplicaRange;
}

/** A model served by a llama-server of its own, as an overlay writes it. */
export interface ModelInput<
  Pools extends string = string,
  Weights extends string = string,
> extends WorkloadInputBase<Pools> {
  /** The engine that serves it. @default 'llama-server' */
  readonly engine?: 'llama-server';
  /** Key of the weights in the model catalogue: `llama-3.3-70b-instruct/Q4_K_M`. */
  readonly weights: Weights;
  readonly settings: LlamaServerSettingsInput;
  readonly replicas: number | ReplicaRange;
  /**
   * Windows of the week in which a range has a higher minimum: `{ days: 'weekdays', from: '07:00', to: '19:00', timeZone:
   * 'Europe/Berlin', replicas: 2 }`. Requests may still ask for more. Needs `cluster.metrics: 'keda'`. @default []
   */
  readonly schedule?: readonly ScheduleWindowInput[];
  /** Further names by which clients of the gateway ask for it. @default [] */
  readonly aliases?: readonly string[];
  /**
   * Several workloads under the name of this model, by the names of the tracks: `{ blue: { weight: 90 }, green: {
   * weight: 10, weights: '…' } }`. The gateway shares requests among them.
   * @default - one workload
   */
  readonly tracks?: Readonly<Record<string, ModelTrackInput<Weights>>>;
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
  /**
   * The Jinja template that makes a prompt of a conversation (`--chat-template-file`): a text, or the file that the
   * catalogue has for the model.
   * @default - the template in the GGUF file
   */
  readonly chatTemplate?: ChatTemplate;
  /** @default - `direct` where the store is, else `ephemeral` */
  readonly local?: Exclude<LocalTier, { kind: 'static' }>;
  /** Further llama-server flags, by name: `{ '--temp': 0.7 }`. @default {} */
  readonly flags?: FurtherFlags;
}
