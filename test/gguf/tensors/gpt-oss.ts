/** `gpt-oss`: routed experts with biases, and attention sinks. Source: llama.cpp src/models/openai-moe.cpp. */
import { layersOf } from '../../../lib/gguf/architectures/architecture';
import { attention, experts, expertWidth } from './decoder';
import { embeddings, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

/** Biases of the experts are theirs to place as well: F32, one row for each expert. */
const expertBias = (layer: number, name: string, width: number, count: number): ModelTensor => ({
  name: `blk.${layer}.${name}.bias`,
  shape: [width, count],
  role: 'expert',
  layer,
  fullPrecision: true,
});

export const gptOss: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding, expertCount: count = 0 } = facts;
    return [
      ...attention(facts, layer, { biases: true }),
      preciseInLayer(layer, 'attn_output.bias', embedding),
      preciseInLayer(layer, 'attn_sinks.weight', facts.headCount),
      ...experts(facts, layer).map((tensor) =>
        tensor.name.endsWith('ffn_norm.weight')
          ? { ...tensor, name: `blk.${layer}.post_attention_norm.weight` }
          : tensor,
      ),
      preciseInLayer(layer, 'ffn_gate_inp.bias', count),
      expertBias(layer, 'ffn_gate_exps', expertWidth(facts), count),
      expertBias(layer, 'ffn_up_exps', expertWidth(facts), count),
      expertBias(layer, 'ffn_down_exps', embedding, count),
    ];
  }),
];
