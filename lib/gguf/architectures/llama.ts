/** `llama`: Llama 2 and 3, Mistral, Mixtral, SmolLM2, TinyLlama. Source: llama.cpp src/models/llama.cpp. */
import { embeddings, layersOf, type ModelTensor } from './architecture';
import { attention, decoder, expertActivations, experts, feedForward, gatedActivations } from './decoder';

export const llama = decoder({
  tensors: (facts, variant) => [
    ...embeddings(facts, variant),
    ...(variant.ropeFactors
      ? [
          {
            name: 'rope_freqs.weight',
            shape: [facts.keyLength / 2],
            role: 'layer',
            layer: 0,
            fullPrecision: true,
          } satisfies ModelTensor,
        ]
      : []),
    ...layersOf(facts).flatMap((layer) => [
      ...attention(facts, layer),
      ...(facts.expertCount ? experts(facts, layer) : feedForward(facts, layer)),
    ]),
  ],
  activations: (facts, graph) => (facts.expertCount ? expertActivations(facts, graph) : gatedActivations(facts, graph)),
});
