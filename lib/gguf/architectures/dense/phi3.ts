/**
 * `phi3`: Phi 3 and 4, with fused query-key-value and fused gate-up; its sliding window is disabled in the engine.
 * Source: llama.cpp src/models/phi3.cpp.
 */
import { perLayer } from '../architecture';
import { decoder } from '../decoder';

export const phi3 = decoder({
  fusedQkv: true,
  fusedGateUp: true,
  // Few tensors and many nodes: build b11382 reserves eight nodes for each tensor, and forty layers need more once
  // caches are rotated for several streams (seen with Phi 4; the 32 layers of Phi 3 and Phi 4 mini fit).
  outgrowsQuantisedStreams: ({ blockCount, keyLength }) => blockCount >= 40 && keyLength % 64 === 0,
  // The fused gate and up matrix leaves one row less alive than two of them. Queries and results lie in the fused
  // matrix, until one of keys and values is rotated without the other: then a row of their own is alive as well.
  activations: ({ feedForwardLength, embeddingLength }, { tokens, oneQuantised }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + (oneQuantised ? 3 : 2) * embeddingLength),
});
