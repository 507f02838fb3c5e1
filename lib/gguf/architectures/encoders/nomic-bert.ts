/**
 * `nomic-bert`: Nomic Embed, with fused query-key-value and a gated feed-forward network. Source: llama.cpp
 * src/models/nomic-bert.cpp.
 */
import { perLayer } from '../architecture';
import { encoder } from './encoder';

export const nomicBert = encoder({
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + 2 * embeddingLength),
});
