/**
 * `granitehybrid`: Granite 4 with Mamba 2 layers, dense or with routed experts. Source: llama.cpp
 * src/models/granite-hybrid.cpp.
 */
import { decoder } from '../decoder';
import { plainWidth, routedActivations } from '../routed/routed';
import { cacheWithKeys, mambaActivations, recursWithoutKeys, stateLength } from './recurrence';

export const graniteHybrid = decoder({
  staysWhole: true,
  besideLogits: ({ embeddingLength }) => 8 * embeddingLength,
  cacheRow: cacheWithKeys,
  recurrentState: (facts, layer) => (facts.ssm && recursWithoutKeys(facts, layer) ? stateLength(facts.ssm) : 0),
  activations: (facts, graph) =>
    Math.max(
      routedActivations(plainWidth(facts), graph),
      facts.ssm ? mambaActivations(facts.ssm, facts.embeddingLength, graph) : 0,
    ),
});
