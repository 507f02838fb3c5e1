/** What most decoders share: the cache of grouped queries, and the widest point of a gated or routed network. */
import type { ArchitectureFacts } from '../../catalog';
import { perLayer, type Architecture, type CacheRow, type GraphSize } from './architecture';

/** Rows of the query projection, in elements. */
export const queryLength = (facts: ArchitectureFacts): number => facts.headCount * facts.keyLength;

/** Width of one routed expert; llama.cpp falls back to the feed-forward length (Mixtral). */
export const expertWidth = (facts: ArchitectureFacts): number =>
  facts.expertFeedForwardLength ?? perLayer(facts.feedForwardLength, 0);

/** One key and one value per head and layer. */
export const plainCache = (facts: ArchitectureFacts, layer: number, slides = false): CacheRow => ({
  key: perLayer(facts.headCountKv, layer) * facts.keyLength,
  value: perLayer(facts.headCountKv, layer) * facts.valueLength,
  slides,
});

/** Whether a layer slides where every `period`-th layer is global. */
export const slidesByPeriod = (facts: ArchitectureFacts, layer: number, period: number): boolean => {
  const { slidingWindow, slidingWindowPattern: pattern = period } = facts;
  if (!slidingWindow) return false;
  return typeof pattern === 'number' ? layer % pattern < pattern - 1 : (pattern[layer] ?? false);
};

/** Rows of the attention's result, in elements. */
export const attentionLength = (facts: ArchitectureFacts): number => facts.headCount * facts.valueLength;

/** Gate, up and their product of the widest layer. */
const gated = ({ feedForwardLength: width }: ArchitectureFacts): number =>
  3 * (typeof width === 'number' ? width : Math.max(...width));

/** The residual twice, and the attention's result, which is copied once more where it is narrower than the residual. */
const aroundLayer = (facts: ArchitectureFacts, { queryCopied }: GraphSize): number => {
  const attended = attentionLength(facts);
  return 2 * facts.embeddingLength + (queryCopied && attended < facts.embeddingLength ? 2 * attended : attended);
};

/**
 * Elements alive at the widest point of a gated feed-forward network.
 *
 * Source: what `ggml_gallocr` of build b11382 reserves for the graphs of src/models; exact to 64 bytes per token, see
 * docs/explanation/memory.md.
 */
export const gatedActivations = (facts: ArchitectureFacts, graph: GraphSize): number =>
  graph.tokens * (gated(facts) + aroundLayer(facts, graph));

/**
 * The same for routed experts: each expert in use has its own rows, and their results find no room in the rows set free
 * unless they are narrower.
 */
export function expertActivations(facts: ArchitectureFacts, graph: GraphSize): number {
  const { embeddingLength: embedding, expertUsedCount: used = 0 } = facts;
  const width = expertWidth(facts);
  const results = embedding > 2 * width ? used * embedding : 0;
  return graph.tokens * (3 * used * width + results + aroundLayer(facts, graph));
}

/** Query, key, value and results of an attention that writes its scores out. */
export const plainScoreOperands = (facts: ArchitectureFacts): number => {
  const heads = typeof facts.headCountKv === 'number' ? facts.headCountKv : Math.max(...facts.headCountKv);
  return 2 * facts.embeddingLength + 3 * attentionLength(facts) + heads * (facts.keyLength + facts.valueLength);
};

/** An architecture of plain decoders; what is not given is the ordinary case. */
export const decoder = (own: Partial<Architecture> = {}): Architecture => ({
  cacheRow: (facts, layer) => plainCache(facts, layer),
  recurrentState: () => 0,
  activations: gatedActivations,
  scoreOperands: plainScoreOperands,
  encoder: false,
  ...own,
});
