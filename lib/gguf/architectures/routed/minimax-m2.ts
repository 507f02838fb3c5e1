/** `minimax-m2`: MiniMax M2, routed experts in every layer. Source: llama.cpp src/models/minimax-m2.cpp. */
import { plainWidth, routed, routedActivations } from './routed';

export const minimaxM2 = routed({
  activations: (facts, graph) => routedActivations(plainWidth(facts), graph),
});
