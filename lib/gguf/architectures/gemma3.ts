/**
 * `gemma3`: as Gemma 2 with a norm on each head; the last of every six layers is global. Source: llama.cpp
 * src/models/gemma3.cpp.
 */
import { embeddings, layersOf, preciseInLayer } from './architecture';
import { attention, decoder, feedForward, headNorms, plainCache, slidesByPeriod } from './decoder';

export const gemma3 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [
      ...attention(facts, layer),
      ...headNorms(facts, layer),
      preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
      ...feedForward(facts, layer),
      preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
    ]),
  ],
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 6)),
});
