/** Layers that keep a state of fixed size for each sequence instead of a cache. */
import type { ArchitectureFacts } from '../../../catalog';
import { perLayer, type CacheRow, type GraphSize } from '../architecture';
import { plainCache } from '../decoder';

/** Sizes of the recurrent layers. */
export type RecurrentFacts = NonNullable<ArchitectureFacts['ssm']>;

/** Elements of the convolution's input: queries and keys of every group, and the values. */
export const convolved = ({ innerSize, groupCount, stateSize }: RecurrentFacts): number =>
  innerSize + 2 * groupCount * stateSize;

/** Elements of one sequence's state in one layer: the last inputs of the convolution, and the state. */
export const stateLength = (ssm: RecurrentFacts): number =>
  (ssm.convKernel - 1) * convolved(ssm) + ssm.stateSize * ssm.innerSize;

/** Layers without heads of keys recur. */
export const recursWithoutKeys = (facts: ArchitectureFacts, layer: number): boolean =>
  perLayer(facts.headCountKv, layer) === 0;

/** The cache of a layer that has heads of keys. */
export const cacheWithKeys = (facts: ArchitectureFacts, layer: number): CacheRow | undefined =>
  recursWithoutKeys(facts, layer) ? undefined : plainCache(facts, layer);

/**
 * Elements at the widest point of a Mamba 2 layer: the projection, the convolution's rows, scan and its result beside
 * the states, or the same with a copy of the result and without the states.
 */
export function mambaActivations(ssm: RecurrentFacts, embedding: number, { tokens, slots }: GraphSize): number {
  const { innerSize, timeStepRank } = ssm;
  const rows = 2 * innerSize + 3 * convolved(ssm) + 6 * timeStepRank + 3 * embedding;
  return Math.max(tokens * rows + slots * 2 * stateLength(ssm), tokens * (rows + innerSize));
}
