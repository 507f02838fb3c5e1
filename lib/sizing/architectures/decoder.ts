/** The parts that most decoders share: grouped-query attention, a gated feed-forward network, routed experts. */
import type { ArchitectureFacts } from '../../catalog/model';
import { expertsInLayer, inLayer, perLayer, preciseInLayer, type Architecture, type CacheRow, type ModelTensor } from './architecture';

/** Rows of the query projection, in elements. */
export const queryLength = (facts: ArchitectureFacts): number => facts.headCount * facts.keyLength;

/** Separate query, key, value and output projections. */
export function attention(facts: ArchitectureFacts, layer: number, { biases = false } = {}): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  const heads = perLayer(facts.headCountKv, layer);
  const widths = [['attn_q', queryLength(facts)], ['attn_k', heads * facts.keyLength], ['attn_v', heads * facts.valueLength]] as const;
  return [
    preciseInLayer(layer, 'attn_norm.weight', embedding),
    ...widths.map(([name, width]) => inLayer(layer, name, embedding, width)),
    ...(biases ? widths.map(([name, width]) => preciseInLayer(layer, `${name}.bias`, width)) : []),
    inLayer(layer, 'attn_output', facts.headCount * facts.valueLength, embedding),
  ];
}

/** Norms of each head's query and key. */
export const headNorms = ({ keyLength }: ArchitectureFacts, layer: number): readonly ModelTensor[] => [
  preciseInLayer(layer, 'attn_k_norm.weight', keyLength), preciseInLayer(layer, 'attn_q_norm.weight', keyLength),
];

/** Gate, up and down matrices. */
export function feedForward(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  const width = perLayer(facts.feedForwardLength, layer);
  return [
    preciseInLayer(layer, 'ffn_norm.weight', embedding),
    inLayer(layer, 'ffn_gate', embedding, width), inLayer(layer, 'ffn_down', width, embedding), inLayer(layer, 'ffn_up', embedding, width),
  ];
}

/** Width of one routed expert; llama.cpp falls back to the feed-forward length (Mixtral). */
export const expertWidth = (facts: ArchitectureFacts): number => facts.expertFeedForwardLength ?? perLayer(facts.feedForwardLength, 0);

/** Router and routed experts. */
export function experts(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding, expertCount = 0 } = facts;
  const width = expertWidth(facts);
  return [
    preciseInLayer(layer, 'ffn_norm.weight', embedding), preciseInLayer(layer, 'ffn_gate_inp.weight', embedding, expertCount),
    expertsInLayer(layer, 'ffn_gate_exps', embedding, width, expertCount),
    expertsInLayer(layer, 'ffn_down_exps', width, embedding, expertCount),
    expertsInLayer(layer, 'ffn_up_exps', embedding, width, expertCount),
  ];
}

/** One key and one value per head and layer. */
export const plainCache = (facts: ArchitectureFacts, layer: number, slides = false): CacheRow => ({
  key: perLayer(facts.headCountKv, layer) * facts.keyLength, value: perLayer(facts.headCountKv, layer) * facts.valueLength, slides,
});

/** Whether a layer slides where every `period`-th layer is global. */
export const slidesByPeriod = (facts: ArchitectureFacts, layer: number, period: number): boolean => {
  const { slidingWindow, slidingWindowPattern: pattern = period } = facts;
  if (!slidingWindow) return false;
  return typeof pattern === 'number' ? layer % pattern < pattern - 1 : (pattern[layer] ?? false);
};

/**
 * Elements alive at the widest point of a gated feed-forward network: gate, up and their product, and the residuals around it.
 * Source: graph reservation of build b11382, see docs/explanation/memory.md.
 */
export const gatedActivations = (facts: ArchitectureFacts): number => {
  const widest = typeof facts.feedForwardLength === 'number' ? facts.feedForwardLength : Math.max(...facts.feedForwardLength);
  return 3 * widest + 5 * facts.embeddingLength;
};

/** The same for routed experts: every expert in use writes its own row. */
export const expertActivations = (facts: ArchitectureFacts): number => {
  const { embeddingLength: embedding, expertUsedCount = 0, expertSharedCount = 0 } = facts;
  return expertUsedCount * (3 * expertWidth(facts) + embedding) + 3 * expertSharedCount * expertWidth(facts) + 5 * embedding;
};

/** An architecture of plain decoders; what is not given is the ordinary case. */
export const decoder = (own: Pick<Architecture, 'tensors'> & Partial<Architecture>): Architecture => ({
  cacheRow: (facts, layer) => plainCache(facts, layer),
  recurrentState: () => 0,
  activations: gatedActivations,
  encoder: false,
  ...own,
});
