/** `deepseek2`: latent attention with routed and shared experts. Source: llama.cpp src/models/deepseek2.cpp. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf } from '../../../lib/gguf/architectures/architecture';
import { experts, expertWidth, feedForward, sharedExpert } from './decoder';
import { embeddings, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

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

export const deepseek2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...latentAttention(facts, layer),
    ...(layer < (facts.leadingDenseBlockCount ?? 0)
      ? feedForward(facts, layer)
      : [...experts(facts, layer), ...sharedExpert(facts, layer, expertWidth(facts) * (facts.expertSharedCount ?? 0))]),
  ]),
];
