/**
 * `gemma-embedding`: EmbeddingGemma, built as Gemma 3 without a cache; five of every six layers look at a window.
 * Source: llama.cpp src/models/gemma-embedding.cpp.
 */
import { gatedActivations } from '../decoder';
import { encoder } from './encoder';

export const gemmaEmbedding = encoder({
  windowMask: true,
  pipelineRows: 8,
  activations: (facts, graph) => gatedActivations(facts, graph) + graph.tokens * facts.embeddingLength,
});
