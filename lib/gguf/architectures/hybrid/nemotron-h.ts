/**
 * `nemotron_h`: Nemotron Nano 2 and Nemotron H; each layer is one of Mamba 2, attention or a feed-forward network
 * without a gate. Source: llama.cpp src/models/nemotron-h.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import { perLayer, type GraphSize } from '../architecture';
import { attentionLength, decoder } from '../decoder';
import { cacheWithKeys, mambaActivations, recursWithoutKeys, stateLength } from './recurrence';

const recurs = (facts: ArchitectureFacts, layer: number): boolean =>
  recursWithoutKeys(facts, layer) && perLayer(facts.feedForwardLength, layer) === 0;

const widest = ({ feedForwardLength: width }: ArchitectureFacts): number =>
  typeof width === 'number' ? width : Math.max(...width);

/** The rows of the up matrix are overwritten in place. */
const upActivations = (facts: ArchitectureFacts, { tokens }: GraphSize): number =>
  tokens * (widest(facts) + 2 * facts.embeddingLength);

const attentionActivations = (facts: ArchitectureFacts, { tokens }: GraphSize): number =>
  tokens * (3 * attentionLength(facts) + 2 * facts.embeddingLength);

export const nemotronH = decoder({
  staysWhole: true,
  besideLogits: ({ embeddingLength }) => 8 * embeddingLength,
  cacheRow: cacheWithKeys,
  recurrentState: (facts, layer) => (facts.ssm && recurs(facts, layer) ? stateLength(facts.ssm) : 0),
  activations: (facts, graph) =>
    Math.max(
      upActivations(facts, graph),
      attentionActivations(facts, graph),
      facts.ssm ? mambaActivations(facts.ssm, facts.embeddingLength, graph) : 0,
    ),
});
