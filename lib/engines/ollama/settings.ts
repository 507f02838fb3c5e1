/** How an Ollama server is to run: the settings of one fleet, complete. What each becomes is in `ollama.ts`. */
import type { Bytes, Duration } from '../../core';

/** Element types that Ollama offers for the KV cache (`OLLAMA_KV_CACHE_TYPE`), keys and values alike. */
export const ollamaCacheTypes = ['f16', 'q8_0', 'q4_0'] as const;
export type OllamaCacheType = (typeof ollamaCacheTypes)[number];

/** Settings of one fleet, complete. They hold for every model that it serves. */
export interface OllamaSettings {
  /** Longest prompt plus completion of one slot, in tokens (`OLLAMA_CONTEXT_LENGTH`). */
  readonly contextLength: number;
  /** Requests that one model generates at the same time (`OLLAMA_NUM_PARALLEL`). */
  readonly parallel: number;
  /** Most tokens that one answer may have; sizes the drain and the grace period. */
  readonly maxOutputLength: number;
  /** Quantised types need flash attention. @default 'f16' */
  readonly cacheType: OllamaCacheType;
  /** `OLLAMA_FLASH_ATTENTION`. @default true */
  readonly flashAttention: boolean;
  /** Time after its last request at which a model is unloaded (`OLLAMA_KEEP_ALIVE`). @default 'forever' */
  readonly keepAlive: Duration | 'forever';
  /** Models in memory at the same time (`OLLAMA_MAX_LOADED_MODELS`). @default - as many as the fleet declares */
  readonly maxLoadedModels: number;
  /** Requests that wait before the server answers 503 (`OLLAMA_MAX_QUEUE`). @default 64 */
  readonly maxQueue: number;
  /**
   * Time without progress after which loading a model is given up (`OLLAMA_LOAD_TIMEOUT`).
   * @default - the startup budget
   */
  readonly loadTimeout?: Duration;
  /** Memory of each GPU that Ollama leaves free (`OLLAMA_GPU_OVERHEAD`). @default 0 */
  readonly gpuOverhead: Bytes;
}
