/** `phi3`: fused query-key-value and fused gate-up. Source: llama.cpp src/models/phi3.cpp. */
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { queryLength } from '../../../lib/gguf/architectures/decoder';
import { embeddings, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

const ropeFactors = (length: number): readonly ModelTensor[] =>
  ['rope_factors_long.weight', 'rope_factors_short.weight'].map((name) => ({
    name,
    shape: [length / 2],
    role: 'layer',
    layer: 0,
    fullPrecision: true,
  }));

export const phi3: Tensors = (facts, variant) => [
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
];
