/**
 * `lfm2`: LFM 2, short convolutions between layers with attention. Source: llama.cpp src/models/lfm2.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import type { GraphSize } from '../architecture';
import { decoder, gatedActivations } from '../decoder';
import { cacheWithKeys, recursWithoutKeys } from './recurrence';

/** Three rows of the projection, what the convolution reads and writes, and the residual. */
const convolutionActivations = ({ embeddingLength }: ArchitectureFacts, { tokens }: GraphSize): number =>
  tokens * 7 * embeddingLength;

export const lfm2 = decoder({
  embedsWithoutLogits: true,
  staysWhole: true,
  outputNorm: 'token_embd_norm.weight',
  cacheRow: cacheWithKeys,
  recurrentState: (facts, layer) =>
    recursWithoutKeys(facts, layer) ? facts.embeddingLength * ((facts.shortConvolutionLength ?? 1) - 1) : 0,
  activations: (facts, graph) => Math.max(gatedActivations(facts, graph), convolutionActivations(facts, graph)),
});
