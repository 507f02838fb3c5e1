/**
 * How many cells, streams and tokens one start of llama-server comes to: what its own start-up code makes of the flags.
 */
import type { LlamaServerSettings } from '../settings';

/** Rounds up to the padding that llama.cpp gives every cache. Source: src/llama-context.cpp, `GGML_PAD(n_ctx, 256)`. */
export const padCells = (count: number): number => Math.ceil(count / 256) * 256;

/** What a run keeps and computes, in cells and tokens. */
export interface RunShape {
  /** Cells of one stream. */
  readonly cells: number;
  /** Separate caches: one for each slot, or one for all. */
  readonly streams: number;
  readonly slots: number;
  /**
   * Tokens of one physical batch: `--ubatch-size`, held to the logical batch and the context; an encoder's, to the
   * padded context.
   */
  readonly physicalBatch: number;
  /** Tokens that one graph is reserved for: the physical batch, rounded up to a multiple of the slots. */
  readonly batchTokens: number;
  /**
   * Tokens whose logits one graph computes at most: one for each slot and each guess of its draft, or all of them for
   * embeddings.
   */
  readonly outputs: number;
}

/**
 * Cells and tokens of a run.
 *
 * @see llama.cpp src/llama-context.cpp (padding, `graph_reserve`), tools/server/server-context.cpp
 * `server_output_limits`
 */
export function runShape(settings: LlamaServerSettings, { encoder }: { readonly encoder: boolean }): RunShape {
  const { contextLength, parallel: slots, kvCache, batchSize, ubatchSize, draftTokens, embedding } = settings;
  const context = padCells(contextLength * slots);
  const unified = kvCache === 'unified';
  const cells = unified ? context : padCells(Math.floor(context / slots));
  const streams = unified ? 1 : slots;
  // A batch of causal attention is held to the context before it is padded, and any to the padded one.
  const physicalBatch = Math.min(ubatchSize, batchSize, encoder ? cells * streams : contextLength * slots);
  const batchTokens = Math.ceil(physicalBatch / slots) * slots;
  return {
    cells,
    streams,
    slots,
    physicalBatch,
    batchTokens,
    outputs: embedding ? batchTokens : Math.min(batchTokens, slots * (1 + draftTokens)),
  };
}

/** Cells that a sliding-window layer keeps in each stream. @see llama.cpp src/llama-kv-cache-iswa.cpp */
export function slidingCells(
  { cells, streams, slots, physicalBatch }: RunShape,
  window: number,
  { swaFull }: Pick<LlamaServerSettings, 'swaFull'>,
): number {
  if (swaFull) return cells;
  const sequences = streams === 1 ? slots : 1;
  return padCells(Math.min(cells, window * sequences + physicalBatch));
}
