/**
 * `qwen35`: Qwen 3.5 and 3.6, three recurrent layers to each one with attention. Source: llama.cpp
 * src/models/qwen35.cpp.
 */
import type { ArchitectureFacts } from '../../catalog';
import { perLayer, type GraphSize } from './architecture';
import { attentionLength, decoder, plainCache, plainScoreOperands } from './decoder';

type RecurrentFacts = NonNullable<ArchitectureFacts['ssm']>;

const recurs = ({ ssm, recurrentLayers, fullAttentionInterval = 4 }: ArchitectureFacts, layer: number): boolean =>
  ssm !== undefined &&
  (recurrentLayers === undefined ? (layer + 1) % fullAttentionInterval !== 0 : recurrentLayers[layer] === true);

/** Elements of the convolution's input: queries and keys of every group, and the values. */
const convolved = ({ innerSize, groupCount, stateSize }: RecurrentFacts): number =>
  innerSize + 2 * groupCount * stateSize;

/** Elements of one sequence's state in one layer. */
const stateLength = (ssm: RecurrentFacts): number =>
  (ssm.convKernel - 1) * convolved(ssm) + ssm.stateSize * ssm.innerSize;

/** Three copies of the convolution's rows, the residual twice, and three copies of every slot's state. */
const recurrenceActivations = (ssm: RecurrentFacts, embedding: number, { tokens, slots }: GraphSize): number =>
  tokens * (3 * convolved(ssm) + 2 * embedding) + slots * 3 * stateLength(ssm);

export const qwen35 = decoder({
  activations: (facts, graph) =>
    Math.max(
      // The gate waits beside the attention's result, which is rotated into a row of its own where only keys or only
      // values are.
      graph.tokens *
        (3 * perLayer(facts.feedForwardLength, 0) +
          2 * facts.embeddingLength +
          (graph.oneQuantised ? attentionLength(facts) : 0)),
      facts.ssm ? recurrenceActivations(facts.ssm, facts.embeddingLength, graph) : 0,
    ),
  // The gate of the attention's result waits beside its operands.
  scoreOperands: (facts) => plainScoreOperands(facts) + attentionLength(facts),
  cacheRow: (facts, layer) => (recurs(facts, layer) ? undefined : plainCache(facts, layer)),
  recurrentState: (facts, layer) => (facts.ssm && recurs(facts, layer) ? stateLength(facts.ssm) : 0),
});
