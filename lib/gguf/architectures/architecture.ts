/**
 * What the sizing of a model asks its architecture: tensors, cache, recurrent state and the widest point of its graph.
 */
import type { ArchitectureFacts } from '../../catalog/model';

/** One tensor of a model file, without its type. */
export interface ModelTensor {
  readonly name: string;
  /** Dimensions, the row first, as GGUF counts them. */
  readonly shape: readonly number[];
  /**
   * `input`: only looked up, always on the host. `expert`: routed experts of a layer, which `--n-cpu-moe` may keep on
   * the host.
   */
  readonly role: 'input' | 'output' | 'layer' | 'expert';
  readonly layer?: number;
  /** Norms, biases, routers: stored as F32 whatever the file's type. */
  readonly fullPrecision?: boolean;
}

/** What differs between files of one architecture and shape. */
export interface TensorVariant {
  /** The output matrix is the token embedding. */
  readonly tied: boolean;
  /** The file carries factors of its rotary positions (Llama 3.1 and later; Phi with long context). @default false */
  readonly ropeFactors?: boolean;
  /**
   * Layers that see the whole context have no matrix of values: their keys are their values (Gemma 4 from 26B on).
   * @default false
   */
  readonly keysAreValues?: boolean;
}

/** Elements that one layer keeps per token. */
export interface CacheRow {
  readonly key: number;
  readonly value: number;
  /** Looks back only over the sliding window. */
  readonly slides: boolean;
}

/** What a graph computes at once. */
export interface GraphSize {
  /** Tokens of the physical batch. */
  readonly tokens: number;
  readonly slots: number;
  /**
   * Without flash attention, and for quantised caches, which are rotated first, one more copy of the query is alive.
   */
  readonly queryCopied: boolean;
  /** Exactly one of keys and values is quantised. */
  readonly oneQuantised: boolean;
}

/** One architecture, as llama.cpp builds it. */
export interface Architecture {
  readonly tensors: (facts: ArchitectureFacts, variant: TensorVariant) => readonly ModelTensor[];
  /** What a layer keeps per token; `undefined` when it keeps nothing. */
  readonly cacheRow: (facts: ArchitectureFacts, layer: number) => CacheRow | undefined;
  /** Elements of F32 that a layer keeps per sequence instead of a cache. */
  readonly recurrentState: (facts: ArchitectureFacts, layer: number) => number;
  /** Elements of F32 that are alive at the widest point of a graph with flash attention, without masks and logits. */
  readonly activations: (facts: ArchitectureFacts, graph: GraphSize) => number;
  /** Elements of F32 for each token beside the scores of a graph without flash attention. */
  readonly scoreOperands: (facts: ArchitectureFacts) => number;
  /** Queries, keys and values come from one matrix, and the values are read out of its result. @default false */
  readonly fusedQkv?: boolean;
  /** The gate and up matrices are one tensor. @default false */
  readonly fusedGateUp?: boolean;
  /** Reads a tied output matrix as a tensor of its own even where the host computes it. @default false */
  readonly ownTiedOutput?: boolean;
  /** The engine aborts when it builds the graph for quantised caches in several streams. @default - it never does */
  readonly outgrowsQuantisedStreams?: (facts: ArchitectureFacts) => boolean;
  /** Reads the whole text at once and generates nothing. */
  readonly encoder: boolean;
}

/** The value of one layer, of a fact that holds for all or is listed for each. */
export const perLayer = (fact: number | readonly number[], layer: number): number =>
  typeof fact === 'number' ? fact : (fact[layer] ?? 0);

/** Numbers of the layers that the engine loads, in order. */
export const layersOf = ({ blockCount, nextnPredictLayers = 0 }: ArchitectureFacts): readonly number[] =>
  Array.from({ length: blockCount - nextnPredictLayers }, (_, layer) => layer);

/** A matrix or norm of a layer: `blk.<layer>.<name>`. */
export const inLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}.weight`,
  shape,
  role: 'layer',
  layer,
});
/** A tensor of a layer that stays F32. */
export const preciseInLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}`,
  shape,
  role: 'layer',
  layer,
  fullPrecision: true,
});
/** Routed experts of a layer, one matrix for each stacked into one tensor. */
export const expertsInLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}.weight`,
  shape,
  role: 'expert',
  layer,
});

/** Token embedding, final norm and, unless tied, the output matrix. */
export function embeddings(
  { embeddingLength, vocabularySize }: ArchitectureFacts,
  { tied }: TensorVariant,
): readonly ModelTensor[] {
  return [
    { name: 'token_embd.weight', shape: [embeddingLength, vocabularySize], role: 'input' },
    { name: 'output_norm.weight', shape: [embeddingLength], role: 'output', fullPrecision: true },
    ...(tied ? [] : [{ name: 'output.weight', shape: [embeddingLength, vocabularySize], role: 'output' } as const]),
  ];
}
