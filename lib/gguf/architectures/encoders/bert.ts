/**
 * `bert`: BERT, BGE and their like, with biases everywhere and learnt positions. Source: llama.cpp src/models/bert.cpp.
 */
import { perLayer } from '../architecture';
import { encoder } from './encoder';

export const bert = encoder({
  // Without a gate, the up matrix's rows are overwritten in place.
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (perLayer(feedForwardLength, 0) + 2 * embeddingLength),
});
