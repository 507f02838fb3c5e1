/** `mistral3`: Ministral 3, as Llama, with queries scaled by position. Source: llama.cpp src/models/mistral3.cpp. */
import { plainWidth, routed, routedActivations } from '../routed/routed';

export const mistral3 = routed({
  // A file may have experts, of the ordinary feed-forward length.
  activations: (facts, graph) => routedActivations(plainWidth(facts), graph),
});
