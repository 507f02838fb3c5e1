/** How a llama-server is to run: the settings of one model, complete. What each becomes is in `llama-server.ts`. */
import type { Bytes } from '../core';

/** Element types of the KV cache (`--cache-type-k`, `--cache-type-v`). */
export const cacheTypes = ['f32', 'f16', 'bf16', 'q8_0', 'q5_1', 'q5_0', 'q4_1', 'q4_0', 'iq4_nl'] as const;
export type CacheType = (typeof cacheTypes)[number];

export const splitModes = ['none', 'layer', 'row'] as const;
export type SplitMode = (typeof splitModes)[number];

export const loadModes = ['mmap', 'none'] as const;
/** `mmap`: the file is mapped, its pages are cache. `none`: host tensors are read into memory of the process. */
export type LoadMode = (typeof loadModes)[number];

/** An adapter that a server loads. */
export interface AdapterUse {
  /** Its name among the adapters of the model. */
  readonly name: string;
  /** How much it changes an answer whose request says nothing of adapters; 0 leaves it to requests. */
  readonly scale: number;
}

/** Positions of a model, stretched by YaRN as its publisher says: short texts are then answered a little worse. */
export interface Yarn {
  /** Times the original context (`--rope-scaling yarn --rope-scale`), above 1. */
  readonly factor: number;
  /** Context before YaRN, in tokens (`--yarn-orig-ctx`). @default - as the file states it, else the trained context */
  readonly originalContextLength?: number;
}

/** What a text becomes where none is generated: a vector by one of three ways, or the score of a query beside it. */
export const poolings = ['mean', 'cls', 'last', 'rank'] as const;
export type Pooling = (typeof poolings)[number];

/** Settings of one llama-server, complete. */
export interface LlamaServerSettings {
  /** Longest prompt plus completion of one slot, in tokens (`--ctx-size` is this times `parallel`). */
  readonly contextLength: number;
  /** Requests that are generated at the same time: slots (`--parallel`). */
  readonly parallel: number;
  /** Most tokens that one answer may have (`--predict`); sizes the drain and the grace period. */
  readonly maxOutputLength: number;
  /** Type of the keys in the KV cache (`--cache-type-k`): smaller types need less memory. @default 'f16' */
  readonly cacheTypeK: CacheType;
  /** Type of the values (`--cache-type-v`). Quantised types need flash attention. @default 'f16' */
  readonly cacheTypeV: CacheType;
  /** One cache that all slots share (`--kv-unified`), or one each (`--no-kv-unified`). @default 'split' */
  readonly kvCache: 'unified' | 'split';
  /** `--flash-attn`. @default true */
  readonly flashAttention: boolean;
  /** Logical batch in tokens (`--batch-size`). @default 2048 */
  readonly batchSize: number;
  /** Physical batch in tokens (`--ubatch-size`). @default 512 */
  readonly ubatchSize: number;
  /** Layers on GPUs, the output counting as one (`--n-gpu-layers`). @default 'all' where the model has GPUs, else 0 */
  readonly gpuLayers: 'all' | number;
  /** Layers whose routed experts stay on the host (`--n-cpu-moe`). @default 0 */
  readonly expertLayersOnHost: number;
  /** How several GPUs share the model (`--split-mode`). @default 'layer' for several GPUs, else 'none' */
  readonly splitMode: SplitMode;
  /** Parts of each GPU (`--tensor-split`). @default - equal parts */
  readonly tensorSplit: readonly number[];
  /** Host memory for prompts that left their slot (`--cache-ram`). @default 0 */
  readonly cacheRam: Bytes;
  /** Snapshots per slot of sliding-window and recurrent state (`--ctx-checkpoints`). @default 0 */
  readonly contextCheckpoints: number;
  /** `--load-mode`. @default 'mmap' */
  readonly loadMode: LoadMode;
  /** Rearrange weights for the CPU's instructions (`--repack`): faster, and a second copy in memory. @default false */
  readonly repack: boolean;
  /** Keep the whole context for sliding-window layers (`--swa-full`). @default false */
  readonly swaFull: boolean;
  /**
   * Adapters that are loaded, in order (`--lora-scaled`): the first has the `id` 0 in the field `lora` of a request.
   * @default - none
   */
  readonly adapters?: readonly AdapterUse[];
  /** Stretch the positions, for a longer context than the model was trained for. @default - as the file has them */
  readonly yarn?: Yarn;
  /**
   * Tokens that a draft model guesses before the model checks them (`--spec-draft-n-max`).
   * @default 0, without a draft model
   */
  readonly draftTokens: number;
  /**
   * Most tokens of one image (`--image-max-tokens`), which loads the model's projector (`--mmproj`).
   * @default 0, without images
   */
  readonly imageMaxTokens: number;
  /**
   * Serve embeddings with this pooling (`--embedding --pooling`), or with `'rank'` scores of documents for a query
   * (`--rerank`), for which the model must be a reranker.
   * @default - generate text
   */
  readonly embedding?: Pooling;
}
