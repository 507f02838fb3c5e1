/** Gated delta networks of Qwen: three recurrent layers to each one with attention, unless the file lists them. */
import type { ArchitectureFacts } from '../../../catalog';
import type { Architecture, GraphSize } from '../architecture';
import { attentionLength, decoder, plainCache, plainScoreOperands } from '../decoder';
import { convolved, stateLength } from './recurrence';

const recurs = ({ ssm, recurrentLayers, fullAttentionInterval = 4 }: ArchitectureFacts, layer: number): boolean =>
  ssm !== undefined &&
  (recurrentLayers === undefined ? (layer + 1) % fullAttentionInterval !== 0 : recurrentLayers[layer] === true);

/** Three copies of the convolution's rows, the residual twice, and three copies of every slot's state. */
const recurrenceActivations = ({ ssm, embeddingLength }: ArchitectureFacts, { tokens, slots }: GraphSize): number =>
  ssm === undefined ? 0 : tokens * (3 * convolved(ssm) + 2 * embeddingLength) + slots * 3 * stateLength(ssm);

/**
 * A decoder of delta networks.
 *
 * @param feedForward elements alive in the feed-forward network of a layer
 */
export const deltaNet = (feedForward: Architecture['activations']): Architecture =>
  decoder({
    activations: (facts, graph) => Math.max(feedForward(facts, graph), recurrenceActivations(facts, graph)),
    // The gate of the attention's result waits beside its operands.
    scoreOperands: (facts) => plainScoreOperands(facts) + attentionLength(facts),
    cacheRow: (facts, layer) => (recurs(facts, layer) ? undefined : plainCache(facts, layer)),
    recurrentState: (facts, layer) => (facts.ssm && recurs(facts, layer) ? stateLength(facts.ssm) : 0),
  });
