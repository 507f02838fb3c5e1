/** A model served by a llama-server, as an overlay writes it. */
import type { LocalTier, ReplicaRange, WorkloadInputBase } from '../../workload';
import type { LlamaServerSettingsInput } from './defaults';
import type { FurtherFlags } from './flags/further-flags';

/** A template of conversations: its text, or the file of the model in the catalogue. */
export type ChatTemplate = { readonly text: string } | { readonly from: 'catalogue' };

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
