/**
 * Decoders with routed experts and a shared one. Sources: llama.cpp src/models/{granite,granite-moe,glm4-moe,
 * ernie4-5-moe,minimax-m2,llama4}.cpp.
 */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { queryLength } from '../../../lib/gguf/architectures/decoder';
import { attention, experts, expertWidth, feedForward, headNorms, sharedExpert } from './decoder';
import { embeddings, preciseInLayer, ropeFactors, type ModelTensor, type Tensors } from './tensor';

/** What is added to the scores by which experts are chosen. */
const choiceBias = (facts: ArchitectureFacts, layer: number): ModelTensor =>
  preciseInLayer(layer, 'exp_probs_b.bias', facts.expertCount ?? 0);

const isDense = ({ leadingDenseBlockCount = 0 }: ArchitectureFacts, layer: number): boolean =>
  layer < leadingDenseBlockCount;

/** Granite with or without experts. */
export const granite: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...(facts.expertCount
      ? [...experts(facts, layer), ...sharedExpert(facts, layer, facts.expertSharedFeedForwardLength ?? 0)]
      : feedForward(facts, layer)),
  ]),
];

/** Its trailing layer only predicts further tokens, and the engine leaves it out; here the file has none. */
export const glm4moe: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer, { biases: true }),
    ...(variant.headNorms ? headNorms(facts, layer) : []),
    ...(isDense(facts, layer)
      ? feedForward(facts, layer)
      : [
          ...experts(facts, layer),
          choiceBias(facts, layer),
          ...sharedExpert(facts, layer, expertWidth(facts) * (facts.expertSharedCount ?? 0)),
        ]
    ).map((tensor) =>
      tensor.name.endsWith('.ffn_norm.weight')
        ? { ...tensor, name: `blk.${layer}.post_attention_norm.weight` }
        : tensor,
    ),
  ]),
];

export const ernie45moe: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...(isDense(facts, layer)
      ? feedForward(facts, layer)
      : [
          ...experts(facts, layer),
          choiceBias(facts, layer),
          ...sharedExpert(facts, layer, facts.expertSharedFeedForwardLength ?? 0),
        ]),
  ]),
];

/** A norm over all heads together. */
export const minimaxM2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    preciseInLayer(layer, 'attn_q_norm.weight', queryLength(facts)),
    preciseInLayer(layer, 'attn_k_norm.weight', perLayer(facts.headCountKv, layer) * facts.keyLength),
    ...experts(facts, layer),
    choiceBias(facts, layer),
  ]),
];

/** Experts in every n-th layer. */
export const llama4: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...ropeFactors(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...((layer + 1) % (variant.expertLayerStep ?? 1) === 0
      ? [...experts(facts, layer), ...sharedExpert(facts, layer, expertWidth(facts))]
      : feedForward(facts, layer)),
  ]),
];
