/**
 * `modern-bert`: ModernBERT and GTE, gate and up as one matrix, two of every three layers look at a window. Source:
 * llama.cpp src/models/modern-bert.cpp.
 */
import { perLayer } from '../architecture';
import { encoder } from './encoder';

export const modernBert = encoder({
  windowMask: true,
  pipelineRows: 8,
  writesLogits: false,
  activations: ({ feedForwardLength, embeddingLength }, { tokens }) =>
    tokens * (3 * perLayer(feedForwardLength, 0) + 3 * embeddingLength),
});
