/** Gemma 2 and 3: norms after each block too. Sources: llama.cpp src/models/{gemma2,gemma3}.cpp. */
import { layersOf } from '../../../lib/gguf/architectures/architecture';
import { attention, feedForward, headNorms } from './decoder';
import { embeddings, preciseInLayer, type Tensors } from './tensor';

export const gemma2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
    ...feedForward(facts, layer),
    preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
  ]),
];

/** A norm on each head. */
export const gemma3: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...headNorms(facts, layer),
    preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
    ...feedForward(facts, layer),
    preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
  ]),
];
