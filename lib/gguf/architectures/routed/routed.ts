/** What decoders with routed experts share: an expert that every token takes, and leading layers without experts. */
import type { ArchitectureFacts } from '../../../catalog';
import type { Architecture, GraphSize } from '../architecture';
import {
  attentionLength,
  decoder,
  expertActivations,
  expertWidth,
  gatedActivations,
  plainScoreOperands,
} from '../decoder';

/** Rows of the expert that every token takes; 0 where there is none. */
const sharedWidth = (facts: ArchitectureFacts): number =>
  facts.expertSharedFeedForwardLength ?? (facts.expertSharedCount ?? 0) * expertWidth(facts);

/** The shared expert runs last, while the results of the routed ones, its own input and the residual wait. */
const sharedActivations = (facts: ArchitectureFacts, { tokens }: GraphSize): number =>
  tokens * (3 * sharedWidth(facts) + 3 * facts.embeddingLength);

/** Where experts come from the host, the results of the routed ones find no room in the rows set free. */
const besideCopies = (facts: ArchitectureFacts, { tokens, expertsCopied = false }: GraphSize): number => {
  const { embeddingLength: embedding, expertUsedCount: used = 0 } = facts;
  if (!expertsCopied) return 0;
  return tokens * (used * (3 * expertWidth(facts) + embedding) + 6 * embedding + attentionLength(facts));
};

/** The widest of routed experts, shared expert and a layer without experts, where the model has any. */
export function routedActivations(facts: ArchitectureFacts, graph: GraphSize): number {
  if (!facts.expertCount) return gatedActivations(facts, graph);
  const dense = (facts.leadingDenseBlockCount ?? 0) > 0 ? gatedActivations(facts, graph) : 0;
  const alone = Math.max(expertActivations(facts, graph), dense);
  return sharedWidth(facts) === 0
    ? alone
    : Math.max(alone, sharedActivations(facts, graph), besideCopies(facts, graph));
}

/** Experts of the ordinary feed-forward length, whatever the header says of experts. */
export const plainWidth = (facts: ArchitectureFacts): ArchitectureFacts => ({
  ...facts,
  expertFeedForwardLength: undefined,
});

/** Beside a shared expert, rows wait that others have set free. */
const waiting = (facts: ArchitectureFacts): number => (sharedWidth(facts) > 0 ? 4 * facts.embeddingLength : 0);

const scoreOperands = (facts: ArchitectureFacts): number => plainScoreOperands(facts) + waiting(facts);

/** A decoder with routed experts; what is not given is the ordinary case. */
export const routed = (own: Partial<Architecture> = {}): Architecture =>
  decoder({ activations: routedActivations, besideLogits: waiting, scoreOperands, ...own });
