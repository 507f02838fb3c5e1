/**
 * `qwen35moe`: Qwen 3.5 and 3.6 with routed experts and a shared one. Source: llama.cpp src/models/qwen35moe.cpp.
 */
import { type Architecture, perLayer } from '../architecture';
import { routedActivations } from '../routed/routed';
import { deltaNet } from './delta-net';

const whole = deltaNet((facts, graph) =>
  routedActivations(
    {
      ...facts,
      expertSharedFeedForwardLength: facts.expertSharedFeedForwardLength ?? perLayer(facts.feedForwardLength, 0),
    },
    graph,
  ),
);

export const qwen35moe: Architecture = {
  ...whole,
  // The gate of the shared expert is computed between two copies of experts.
  copiedExpertTensors: 2,
  scoreOperands: (facts) => whole.scoreOperands(facts) + facts.embeddingLength,
};
