/** Decoders whose attention and feed-forward network read the same input, side by side. */
import type { ArchitectureFacts } from '../../../catalog';
import type { Architecture, GraphSize } from '../architecture';
import { decoder, gatedActivations } from '../decoder';

/** The input of both waits beside the residual and the attention's result. */
const parallelActivations = (facts: ArchitectureFacts, graph: GraphSize): number =>
  gatedActivations(facts, graph) + graph.tokens * facts.embeddingLength;

/** A decoder of parallel blocks. */
export const parallel = (own: Partial<Architecture> = {}): Architecture =>
  decoder({ activations: parallelActivations, ...own });
