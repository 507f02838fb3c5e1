/**
 * `qwen35`: Qwen 3.5 and 3.6, three recurrent layers to each one with attention. Source: llama.cpp
 * src/models/qwen35.cpp.
 */
import { perLayer } from '../architecture';
import { attentionLength } from '../decoder';
import { deltaNet } from './delta-net';

export const qwen35 = deltaNet(
  (facts, graph) =>
    // The gate waits beside the attention's result, which is rotated into a row of its own where only keys or only
    // values are.
    graph.tokens *
    (3 * perLayer(facts.feedForwardLength, 0) +
      2 * facts.embeddingLength +
      (graph.oneQuantised ? attentionLength(facts) : 0)),
);
