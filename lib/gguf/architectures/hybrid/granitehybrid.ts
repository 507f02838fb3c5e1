/**
 * `granitehybrid`: Granite 4 with Mamba 2 layers, dense or with routed experts. Source: llama.cpp
 * src/models/granite-hybrid.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import type { GraphSize } from '../architecture';
import { decoder } from '../decoder';
import { plainWidth, routedActivations } from '../routed/routed';
import { cacheWithKeys, mambaActivations, recursWithoutKeys, stateLength } from './recurrence';

/** Beside a dense network the input of the layer waits, and a row and copies of a state that found no room before it. */
const waiting = ({ expertCount, embeddingLength, ssm }: ArchitectureFacts, { tokens }: GraphSize): number =>
  expertCount ? 0 : 2 * tokens * embeddingLength + (ssm ? 3 * stateLength(ssm) : 0);

export const graniteHybrid = decoder({
  staysWhole: true,
  besideLogits: ({ embeddingLength, expertCount }) => (expertCount ? 12 : 8) * embeddingLength,
  cacheRow: cacheWithKeys,
  recurrentState: (facts, layer) => (facts.ssm && recursWithoutKeys(facts, layer) ? stateLength(facts.ssm) : 0),
  activations: (facts, graph) =>
    Math.max(
      routedActivations(plainWidth(facts), graph) + waiting(facts, graph),
      facts.ssm ? mambaActivations(facts.ssm, facts.embeddingLength, graph) : 0,
    ),
});
