/**
 * `phi3`: Phi 3 and 4, with fused query-key-value and fused gate-up; its sliding window is disabled in the engine.
 * Source: llama.cpp src/models/phi3.cpp.
 */
import { embeddings, inLayer, layersOf, perLayer, preciseInLayer, type ModelTensor } from './architecture';
import { decoder, queryLength } from './decoder';

const ropeFactors = (length: number): readonly ModelTensor[] =>
  ['rope_factors_long.weight', 'rope_factors_short.weight'].map((name) => ({
    name,
    shape: [length / 2],
    role: 'layer',
    layer: 0,
    fullPrecision: true,
  }));

export const phi3 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...(variant.ropeFactors ? ropeFactors(facts.ropeDimensionCount ?? facts.keyLength) : []),
    ...layersOf(facts).flatMap((layer) => {
      const { embeddingLength: embedding } = facts;
      const width = perLayer(facts.feedForwardLength, layer);
      const cache = perLayer(facts.headCountKv, layer) * (facts.keyLength + facts.valueLength);
      return [
        preciseInLayer(layer, 'attn_norm.weight', embedding),
        inLayer(layer, 'attn_qkv', embedding, queryLength(facts) + cache),
        inLayer(layer, 'attn_output', embedding, embedding),
        preciseInLayer(layer, 'ffn_norm.weight', embedding),
        inLayer(layer, 'ffn_down', width, embedding),
        inLayer(layer, 'ffn_up', embedding, 2 * width),
      ];
    }),
  ],
  fusedQkv: true,
  fusedGateUp: true,
  // Few tensors and many nodes: build b11382 reserves eight nodes for each tensor, and forty layers need more once
  // caches are rotated for several streams (seen with Phi 4; the 32 layers of Phi 3 and Phi 4 mini fit).
  outgrowsQuantisedStreams: ({ blockCount, keyLength }) => blockCount >= 40 && keyLength % 64 === 0,
  // The fused gate and up matrix leaves one row less alive than two of them. Queries and results lie in the fused
  // matrix, until one of keys and values is rotated without the other: then a row of their own is alive as well.
  activations: ({ feedForwardLength, embeddingLength }, { tokens, oneQuantised }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + (oneQuantised ? 3 : 2) * embeddingLength),
});
