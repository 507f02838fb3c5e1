/** `qwen3moe`: Qwen 3 with routed experts in every layer. Source: llama.cpp src/models/qwen3moe.cpp. */
import { embeddings, layersOf } from './architecture';
import { attention, decoder, expertActivations, experts, headNorms } from './decoder';

export const qwen3moe = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...layersOf(facts).flatMap((layer) => [
      ...attention(facts, layer),
      ...headNorms(facts, layer),
      ...experts(facts, layer),
    ]),
  ],
  activations: expertActivations,
});
