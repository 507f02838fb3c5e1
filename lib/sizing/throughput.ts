/** Tokens per second that a model can generate: a bound from memory bandwidth, times what is reached in practice. */
import type { Model } from '../catalog/model';
import { bytes, type Bytes, inGib } from '../core/bytes';
import { derived, type Derived } from '../core/derived';
import type { Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import { cacheBytesByLayer } from './kv-cache';

/** Memory that weights are read from. */
export interface MemoryBandwidth {
  readonly gigabytesPerSecond: number;
  /** Kind of memory; DDR for the CPU. */
  readonly kind: 'GDDR' | 'HBM' | 'DDR';
}

/** Share of the bound that is reached: GDDR 0.56 to 0.85 and HBM 0.31 to 0.52 on eleven measured cards; for the CPU half is assumed. */
const reached = { GDDR: 0.65, HBM: 0.45, DDR: 0.5 } as const satisfies Record<MemoryBandwidth['kind'], number>;
const reachedWithExperts = 0.35;

/**
 * Bytes of weights that one step reads: the input embedding is looked up, not read, and of the experts only those in use. Each of
 * the tokens of a step, one for each busy slot, picks its own.
 */
export function activeWeightBytes({ tensors, architecture: { expertCount = 0, expertUsedCount = 0 } }: Model, tokens = 1): Bytes {
  const used = expertCount > 0 ? Math.min(1, (expertUsedCount * tokens) / expertCount) : 1;
  const layers = tensors.layers.reduce((sum, run) => sum + run.layers * (run.bytes + (run.expertBytes ?? 0) * used), 0);
  return bytes(Math.ceil(layers + tensors.outputBytes));
}

/**
 * Tokens per second of each slot when all of them generate at full context: bandwidth over the active weights, which all slots
 * share, and every slot's cache. A layer split over several GPUs adds no speed.
 */
export function tokensPerSecond(model: Model, settings: LlamaServerSettings, memory: MemoryBandwidth, at: Path): Derived<number> {
  const { expertCount = 0 } = model.architecture;
  const routed = expertCount > 0;
  const efficiency = routed ? Math.min(reachedWithExperts, reached[memory.kind]) : reached[memory.kind];
  const cache = cacheBytesByLayer(model, settings, at).reduce((sum, size) => sum + size, 0);
  const read = bytes(activeWeightBytes(model, settings.parallel * (1 + settings.draftTokens)) + cache);
  const busy = `, with ${settings.parallel} ${settings.parallel === 1 ? 'slot' : 'slots'} busy`;
  return derived(
    (efficiency * memory.gigabytesPerSecond * 1e9) / read,
    `${efficiency} × ${memory.gigabytesPerSecond} GB/s of ${memory.kind} over ${inGib(read).toFixed(1)} GiB of active weights and cache${busy}`,
  );
}

/**
 * The same with a draft model, at its worst: every guess is wrong, so each token costs a step of the model and all steps of the
 * draft. What is guessed right comes on top, and nothing counts on it.
 */
export function draftedTokensPerSecond(alone: Derived<number>, draft: Derived<number>, draftTokens: number): Derived<number> {
  return derived(1 / (1 / alone.value + draftTokens / draft.value), `${alone.because}; and ${draftTokens} wrong guesses at ${draft.value.toFixed(1)} tokens/s for each token`);
}
