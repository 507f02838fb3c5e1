/**
 * Llama, Qwen, Seed and GLM: plain decoders. Sources: llama.cpp src/models/{llama,qwen2,qwen3,qwen3moe,seed-oss,
 * glm4}.cpp.
 */
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { attention, experts, feedForward, headNorms } from './decoder';
import { embeddings, inLayer, preciseInLayer, ropeFactors, type Tensors } from './tensor';

export const llama: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...ropeFactors(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...(facts.expertCount ? experts(facts, layer) : feedForward(facts, layer)),
  ]),
];

/** Query, key and value have biases. */
export const qwen2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [...attention(facts, layer, { biases: true }), ...feedForward(facts, layer)]),
];

/** A norm on each head; rerankers have one row for each class. */
export const qwen3: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...(facts.classCount === undefined
    ? []
    : [
        {
          name: 'cls.output.weight',
          shape: [facts.embeddingLength, facts.classCount],
          role: 'output',
          fullPrecision: true,
        } as const,
      ]),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...headNorms(facts, layer),
    ...feedForward(facts, layer),
  ]),
];

/** Routed experts in every layer. */
export const qwen3moe: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...headNorms(facts, layer),
    ...experts(facts, layer),
  ]),
];

/** As Qwen 2, and the second norm has another name. */
export const seedOss: Tensors = (facts, variant) =>
  qwen2(facts, variant).map((tensor) => ({
    ...tensor,
    name: tensor.name.replace('.ffn_norm.', '.post_attention_norm.'),
  }));

/** Fused gate-up, and norms after each block. */
export const glm4: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding } = facts;
    const width = perLayer(facts.feedForwardLength, layer);
    return [
      ...attention(facts, layer),
      preciseInLayer(layer, 'post_attention_norm.weight', embedding),
      preciseInLayer(layer, 'ffn_norm.weight', embedding),
      inLayer(layer, 'ffn_down', width, embedding),
      inLayer(layer, 'ffn_up', embedding, 2 * width),
      preciseInLayer(layer, 'post_ffw_norm.weight', embedding),
    ];
  }),
];
