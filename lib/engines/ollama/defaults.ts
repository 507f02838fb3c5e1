/** The defaults of a fleet's settings; each is stated at its field in `settings.ts`. */
import { bytes } from '../../core';
import type { OllamaSettings } from './settings';

/** Settings as people write them: the context, the slots and the longest answer; the rest has defaults. */
export type OllamaSettingsInput = Pick<OllamaSettings, 'contextLength' | 'parallel' | 'maxOutputLength'> &
  Partial<OllamaSettings>;

/**
 * Completes settings.
 *
 * @param mostModels models that one server offers, at most
 */
export const completeOllamaSettings = (given: OllamaSettingsInput, mostModels: number): OllamaSettings => ({
  contextLength: given.contextLength,
  parallel: given.parallel,
  maxOutputLength: given.maxOutputLength,
  cacheType: given.cacheType ?? 'f16',
  flashAttention: given.flashAttention ?? true,
  keepAlive: given.keepAlive ?? 'forever',
  maxLoadedModels: given.maxLoadedModels ?? mostModels,
  maxQueue: given.maxQueue ?? 64,
  loadTimeout: given.loadTimeout,
  gpuOverhead: given.gpuOverhead ?? bytes(0),
});
