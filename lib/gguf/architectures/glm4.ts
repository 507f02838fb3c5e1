/** `glm4`: GLM 4 and GLM Z1, with fused gate-up and norms after each block. Source: llama.cpp src/models/glm4.cpp. */
import { embeddings, inLayer, layersOf, perLayer, preciseInLayer } from './architecture';
import { attention, decoder } from './decoder';

export const glm4 = decoder({
  fusedGateUp: true,
  tensors: (facts, variant) => [
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
  ],
});
