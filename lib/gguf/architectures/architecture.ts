/**
 * What the sizing of a model asks its architecture: cache, recurrent state and the widest point of its graph.
 */
import type { ArchitectureFacts } from '../../catalog';

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
  /** Weights of experts come from the host, and their copies lie between the results. @default false */
  readonly expertsCopied?: boolean;
}

/** One architecture, as llama.cpp builds it. */
export interface Architecture {
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
  /** Tensors of experts that a GPU copies from the host at once, where it is the first. @default 1 */
  readonly copiedExpertTensors?: number;
  /** Reads a tied output matrix as a tensor of its own even where the host computes it. @default false */
  readonly ownTiedOutput?: boolean;
  /** The engine aborts when it builds the graph for quantised caches in several streams. @default - it never does */
  readonly outgrowsQuantisedStreams?: (facts: ArchitectureFacts) => boolean;
  /** The same for quantised caches in one stream, too. @default - it never does */
  readonly outgrowsQuantisedCaches?: (facts: ArchitectureFacts) => boolean;
  /** Name of the norm before the output, which lies with the output. @default 'output_norm.weight' */
  readonly outputNorm?: string;
  /** Has a second mask, for layers that look at a window, although it keeps no cache. @default false */
  readonly windowMask?: boolean;
  /** Has an output matrix, whether or not the file has one. @default true */
  readonly writesLogits?: boolean;
  /** Elements of F32 for each token that wait beside the logits and the residual. @default - none */
  readonly besideLogits?: (facts: ArchitectureFacts) => number;
  /** Rows of the residual that each GPU of a pipeline keeps. @default - 8 on the first of an encoder, else 4 */
  readonly pipelineRows?: number;
  /** Computes no logits where it serves embeddings. @default false */
  readonly embedsWithoutLogits?: boolean;
  /** Keeps states that several GPUs, or GPU and host, would copy in a way that has no proven bound. @default false */
  readonly staysWhole?: boolean;
  /** Reads the whole text at once and generates nothing. */
  readonly encoder: boolean;
}

/** The value of one layer, of a fact that holds for all or is listed for each. */
export const perLayer = (fact: number | readonly number[], layer: number): number =>
  typeof fact === 'number' ? fact : (fact[layer] ?? 0);

/** Numbers of the layers that the engine loads, in order. */
export const layersOf = ({ blockCount, nextnPredictLayers = 0 }: ArchitectureFacts): readonly number[] =>
  Array.from({ length: blockCount - nextnPredictLayers }, (_, layer) => layer);
