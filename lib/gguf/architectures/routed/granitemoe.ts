/** `granitemoe`: as Granite, with routed experts in every layer. Source: llama.cpp src/models/granite-moe.cpp. */
import { plainWidth, routed, routedActivations } from './routed';

export const graniteMoe = routed({
  activations: (facts, graph) => routedActivations(plainWidth(facts), graph),
});
