/** `qwen3`: Qwen 3 dense, with a norm on each head. Source: llama.cpp src/models/qwen3.cpp. */
import { embeddings, layersOf } from './architecture';
import { attention, decoder, feedForward, headNorms } from './decoder';

export const qwen3 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [
      ...attention(facts, layer),
      ...headNorms(facts, layer),
      ...feedForward(facts, layer),
    ]),
  ],
});
