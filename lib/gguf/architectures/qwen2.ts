/** `qwen2`: Qwen 2.5 and its distillates; query, key and value have biases. Source: llama.cpp src/models/qwen2.cpp. */
import { embeddings, layersOf } from './architecture';
import { attention, decoder, feedForward } from './decoder';

export const qwen2 = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [...attention(facts, layer, { biases: true }), ...feedForward(facts, layer)]),
  ],
});
