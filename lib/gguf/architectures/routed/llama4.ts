/**
 * `llama4`: Llama 4, three layers that look back over chunks to each one that sees everything, and a shared expert
 * beside routed ones, whose input is weighted first. Source: llama.cpp src/models/llama4.cpp.
 */
import { gatedActivations, expertWidth, plainCache, slidesByPeriod } from '../decoder';
import { routed, routedActivations } from './routed';

export const llama4 = routed({
  // Two tensors of experts are copied at once: the input is weighted between them.
  copiedExpertTensors: 2,
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 4)),
  activations: (facts, graph) => {
    const { embeddingLength, expertCount = 0, expertUsedCount: used = 0, interleaveMoeLayerStep } = facts;
    // A copy of the input for each expert in use, and how much each of all is wanted.
    const weighted = graph.tokens * (used * embeddingLength + 2 * expertCount);
    const whole = { ...facts, expertSharedFeedForwardLength: expertWidth(facts) };
    const dense = interleaveMoeLayerStep === 1 ? 0 : gatedActivations(facts, graph);
    return Math.max(routedActivations(whole, graph) + weighted, dense);
  },
});
