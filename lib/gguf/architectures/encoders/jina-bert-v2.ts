/**
 * `jina-bert-v2`: Jina Embeddings 2, a gated feed-forward network and positions as a slope of the scores. Source:
 * llama.cpp src/models/{jina-bert-v2,bert}.cpp.
 */
import { perLayer } from '../architecture';
import { encoder } from './encoder';

export const jinaBertV2 = encoder({
  // Gate and up are two matrices or one; what is alive is the same.
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + 2 * embeddingLength),
});
