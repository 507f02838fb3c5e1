/**
 * `granite`: Granite 3 and 4 dense, whose embedding, residual and logits are scaled. Source: llama.cpp
 * src/models/granite.cpp.
 */
import { plainWidth, routed, routedActivations } from '../routed/routed';

export const granite = routed({
  // A file may have experts, of the ordinary feed-forward length.
  activations: (facts, graph) => routedActivations(plainWidth(facts), graph),
});
