/**
 * `nomic-bert`: Nomic Embed, with fused query-key-value and a gated feed-forward network. Source: llama.cpp
 * src/models/nomic-bert.cpp.
 */
import { inLayer, layersOf, perLayer } from './architecture';
import { encoder, encoderEmbeddings, encoderFeedForward, encoderNorms } from './encoder';

export const nomicBert = encoder({
  tensors: (facts) => [
    ...encoderEmbeddings(facts, { positions: false }),
    ...layersOf(facts).flatMap((layer) => [
      inLayer(layer, 'attn_qkv', facts.embeddingLength, 3 * facts.embeddingLength),
      inLayer(layer, 'attn_output', facts.embeddingLength, facts.embeddingLength),
      ...encoderFeedForward(facts, layer),
      inLayer(layer, 'ffn_gate', facts.embeddingLength, perLayer(facts.feedForwardLength, layer)),
      ...encoderNorms(facts, layer),
    ]),
  ],
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + 2 * embeddingLength),
});
