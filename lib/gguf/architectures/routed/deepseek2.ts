/**
 * `deepseek2`: multi-head latent attention with routed and shared experts. Source: llama.cpp src/models/deepseek2.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import { perLayer, type CacheRow, type GraphSize } from '../architecture';
import { decoder, expertActivations, gatedActivations, plainCache, plainScoreOperands } from '../decoder';

/**
 * Files with `attention.key_length_mla` keep one compressed row per token, and split the decompressing matrix in two.
 * Older files have one `attn_kv_b` and cache every head in full.
 */
const latent = (
  facts: ArchitectureFacts,
): facts is ArchitectureFacts & { keyLengthMla: number; valueLengthMla: number } =>
  facts.keyLengthMla !== undefined && facts.valueLengthMla !== undefined;

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
  cacheRow: (facts, layer) => (latent(facts) ? latentRow(facts) : plainCache(facts, layer)),
  activations: (facts, graph) =>
    Math.max(gatedActivations(facts, graph), expertActivations(facts, graph), latentActivations(facts, graph)),
  scoreOperands: (facts) => plainScoreOperands(facts) + 5 * facts.headCount * facts.keyLength,
});
