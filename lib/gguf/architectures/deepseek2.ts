/**
 * `deepseek2`: multi-head latent attention with routed and shared experts. Source: llama.cpp src/models/deepseek2.cpp.
 */
import type { ArchitectureFacts } from '../../catalog/model';
import {
  embeddings,
  inLayer,
  layersOf,
  perLayer,
  preciseInLayer,
  type CacheRow,
  type GraphSize,
  type ModelTensor,
} from './architecture';
import {
  decoder,
  expertActivations,
  expertWidth,
  experts,
  feedForward,
  gatedActivations,
  plainCache,
  plainScoreOperands,
} from './decoder';

const ropeLength = ({ ropeDimensionCount = 0 }: ArchitectureFacts): number => ropeDimensionCount;

/**
 * Files with `attention.key_length_mla` keep one compressed row per token, and split the decompressing matrix in two.
 * Older files have one `attn_kv_b` and cache every head in full.
 */
const latent = (
  facts: ArchitectureFacts,
): facts is ArchitectureFacts & { keyLengthMla: number; valueLengthMla: number } =>
  facts.keyLengthMla !== undefined && facts.valueLengthMla !== undefined;

const headKey = (facts: ArchitectureFacts): number => (latent(facts) ? facts.keyLengthMla : facts.keyLength);
const headValue = (facts: ArchitectureFacts): number => (latent(facts) ? facts.valueLengthMla : facts.valueLength);

function latentAttention(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding, kvLoraRank: rank = 0, qLoraRank: queryRank = 0, headCount: heads } = facts;
  const query = heads * headKey(facts);
  const withoutRope = headKey(facts) - ropeLength(facts);
  return [
    preciseInLayer(layer, 'attn_norm.weight', embedding),
    preciseInLayer(layer, 'attn_kv_a_norm.weight', rank),
    ...(queryRank > 0
      ? [
          preciseInLayer(layer, 'attn_q_a_norm.weight', queryRank),
          inLayer(layer, 'attn_q_a', embedding, queryRank),
          inLayer(layer, 'attn_q_b', queryRank, query),
        ]
      : [inLayer(layer, 'attn_q', embedding, query)]),
    inLayer(layer, 'attn_kv_a_mqa', embedding, rank + ropeLength(facts)),
    ...(latent(facts)
      ? [
          inLayer(layer, 'attn_k_b', withoutRope, rank, heads),
          inLayer(layer, 'attn_v_b', rank, headValue(facts), heads),
        ]
      : [inLayer(layer, 'attn_kv_b', rank, heads * (withoutRope + headValue(facts)))]),
    inLayer(layer, 'attn_output', heads * headValue(facts), embedding),
  ];
}

function sharedExperts(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const width = expertWidth(facts) * (facts.expertSharedCount ?? 0);
  const { embeddingLength: embedding } = facts;
  return [
    inLayer(layer, 'ffn_gate_shexp', embedding, width),
    inLayer(layer, 'ffn_down_shexp', width, embedding),
    inLayer(layer, 'ffn_up_shexp', embedding, width),
  ];
}

/** The compressed row is stored as the key, of the length that the header gives a key; there is no value. */
const latentRow = (facts: ArchitectureFacts): CacheRow => ({
  key: perLayer(facts.headCountKv, 0) * facts.keyLength,
  value: 0,
  slides: false,
});

/** Queries twice in the latent space, once in their own, and beside a dense layer the result in the latent space. */
function latentActivations(facts: ArchitectureFacts, { tokens }: GraphSize): number {
  if (!latent(facts)) return 0;
  const { headCount: heads, embeddingLength: embedding, qLoraRank = 0 } = facts;
  const row = latentRow(facts).key;
  return (
    tokens *
    Math.max(
      heads * (2 * row + facts.keyLengthMla) + 4 * embedding + 3 * qLoraRank,
      3 * perLayer(facts.feedForwardLength, 0) + 2 * embedding + heads * row,
    )
  );
}

export const deepseek2 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [
      ...latentAttention(facts, layer),
      ...(layer < (facts.leadingDenseBlockCount ?? 0)
        ? feedForward(facts, layer)
        : [...experts(facts, layer), ...sharedExperts(facts, layer)]),
    ]),
  ],
  cacheRow: (facts, layer) => (latent(facts) ? latentRow(facts) : plainCache(facts, layer)),
  activations: (facts, graph) =>
    Math.max(gatedActivations(facts, graph), expertActivations(facts, graph), latentActivations(facts, graph)),
  scoreOperands: (facts) => plainScoreOperands(facts) + 5 * facts.headCount * facts.keyLength,
});
