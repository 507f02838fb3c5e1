/**
 * A draft model beside the one whose tokens it guesses: a context of its own on the same devices, of the same length.
 */
import { type Bytes, mibText, sumBytes } from '../../core';
import type { LlamaServerSettings } from '../settings';
import type { DeviceMemory, MemoryTerm, MemoryTermName } from './memory-term';

/** Type of a draft model's cache, which is small. */
export const draftCacheType = 'f16';

/**
 * The settings that the engine gives a draft model: those of its target, with a cache of its own type, all of it where
 * the target is.
 *
 * @see llama.cpp common/speculative.cpp `common_base_params_to_speculative`
 */
export const draftSettings = (settings: LlamaServerSettings, gpus: number): LlamaServerSettings => ({
  ...settings,
  cacheTypeK: draftCacheType,
  cacheTypeV: draftCacheType,
  gpuLayers: gpus > 0 ? 'all' : 0,
  expertLayersOnHost: 0,
  draftTokens: 0,
  imageMaxTokens: 0,
  adapters: undefined,
});

/** What the process has once, whether or not there is a draft. */
const shared: readonly MemoryTermName[] = ['context', 'process', 'prompt cache', 'read window'];

/** A draft's memory on a device, as one term of the target's. */
export function draftTerm(memory: DeviceMemory | undefined): MemoryTerm {
  const own = memory?.terms.filter(({ name }) => !shared.includes(name)) ?? [];
  const bytes: Bytes = sumBytes(own.map(({ bytes: size }) => size));
  return {
    name: 'draft',
    bytes,
    because: `draft model: ${own.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ')}`,
  };
}
