/**
 * `nomic-bert-moe`: Nomic Embed 2, every second layer has routed experts without a gate. Source: llama.cpp
 * src/models/{nomic-bert-moe,bert}.cpp.
 */
import { perLayer } from '../architecture';
import { encoder } from './encoder';

export const nomicBertMoe = encoder({
  // The rows of the up matrix are overwritten in place; the results of the experts in use are added up.
  activations: ({ feedForwardLength, embeddingLength, expertUsedCount = 1 }, { tokens }) =>
    tokens * (expertUsedCount * (perLayer(feedForwardLength, 0) + embeddingLength) + 3 * embeddingLength),
});
