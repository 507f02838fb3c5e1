/** The codes of everything that cannot be sized, each with its meaning. */
import { type Path, refuse } from '../core';

export const sizingFaultCodes = {
  LayersDoNotAddUp: 'An entry of the model lock whose layers are not those of its architecture.',
  NotAPositiveNumber: 'A setting that has to be a whole number above zero.',
  NotANumberOfGpus: 'A number of GPUs that is not whole, or below zero.',
  TensorSplitDoesNotMatchGpus: 'Parts of a tensor split for another number of GPUs.',
  NoExpertsToKeepOnHost: 'Layers of experts that are to stay on the host, of a model without experts.',
  QuantisedValuesNeedFlashAttention: 'A quantised cache of values without flash attention.',
  CacheTypeDoesNotDivide: 'A cache type whose blocks do not divide the heads of the model.',
  LatentCacheNeedsOneType: 'Different cache types for a model whose attention has one cache for both.',
  QuantisedCachesAbort: 'Quantised caches, on which the pinned engine aborts for this model.',
  QuantisedStreamsAbort: 'Quantised caches in several streams, on which the pinned engine aborts for this model.',
  SlotsDoNotDivideBatch: 'Slots of an encoder that do not divide its batch, on which the pinned engine aborts.',
  NoProjector: 'Images for a model without a projector, or with one that is not its own.',
  NoSuchAdapter: 'An adapter that the model does not have in the catalogue.',
  SharedCacheCannotSplit:
    'Several GPUs, or a part of the layers on the host, for a model whose trailing layers share a cache.',
  MeasuredElsewhere: 'Measured memory of a model for another number of GPUs.',
  NotMeasuredFor: 'Measured memory where only computed memory serves: a draft model, a fleet.',
  StatesCannotSplit:
    'Several GPUs, or a part of the layers on the host, for a model whose states have no proven bound there.',
  LatentAttentionNeedsFlash: 'A model with latent attention without flash attention, whose memory has no proven bound.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly sizing: typeof sizingFaultCodes;
  }
}

export type SizingFaultCode = keyof typeof sizingFaultCodes;

/** Refuses with one of the codes of sizing. */
export const refuseSize = (
  code: SizingFaultCode,
  at: Path,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): never => refuse(code, at, found, remedies);
