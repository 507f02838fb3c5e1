/**
 * `gemma2`: norms after each block too, every second layer slides, the embedding is tied. Source: llama.cpp
 * src/models/gemma2.cpp.
 */
import { embeddings, layersOf, preciseInLayer } from './architecture';
import { attention, decoder, feedForward, plainCache, slidesByPeriod } from './decoder';

export const gemma2 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [
      ...attention(facts, layer),
      preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
      ...feedForward(facts, layer),
      preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
    ]),
  ],
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 2)),
});
