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
    const { embeddingLength, expertUsedCount: used = 0 } = facts;
    // A copy of the input for each expert in use; layers between those with experts are dense.
    const weighted = graph.tokens * used * embeddingLength;
    const whole = { ...facts, expertSharedFeedForwardLength: expertWidth(facts) };
    return Math.max(routedActivations(whole, graph) + weighted, gatedActivations(facts, graph));
  },
});
