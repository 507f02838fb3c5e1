/**
 * `bert`: BERT, BGE and their like, with biases everywhere and learnt positions. Source: llama.cpp src/models/bert.cpp.
 */
import { inLayer, layersOf, perLayer, preciseInLayer } from './architecture';
import { encoder, encoderEmbeddings, encoderFeedForward, encoderNorms } from './encoder';

export const bert = encoder({
  tensors: (facts) => [
    ...encoderEmbeddings(facts, { positions: true }),
    ...layersOf(facts).flatMap((layer) => {
      const { embeddingLength: embedding } = facts;
      return [
        ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) => [
          inLayer(layer, name, embedding, embedding),
          preciseInLayer(layer, `${name}.bias`, embedding),
        ]),
        ...encoderFeedForward(facts, layer),
        preciseInLayer(layer, 'ffn_up.bias', perLayer(facts.feedForwardLength, layer)),
        preciseInLayer(layer, 'ffn_down.bias', embedding),
        ...encoderNorms(facts, layer),
      ];
    }),
  ],
  // Without a gate, the up matrix's rows are overwritten in place.
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (perLayer(feedForwardLength, 0) + 2 * embeddingLength),
});
