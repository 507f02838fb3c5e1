/**
 * The defaults of a llama-server's settings; each is stated at its field in `settings.ts`.
 */
import { bytes } from '../../core';
import type { AdapterUse, LlamaServerSettings } from '../../sizing';

/** Settings as people write them: the context, the slots and the longest answer; the rest has defaults. */
export type LlamaServerSettingsInput = Pick<LlamaServerSettings, 'contextLength' | 'parallel' | 'maxOutputLength'> &
  Partial<Omit<LlamaServerSettings, 'draftTokens' | 'adapters'>> & {
    /** Adapters that are loaded, by their names in the catalogue; the scale is 1 where it is left out. @default - none */
    readonly adapters?: readonly (Pick<AdapterUse, 'name'> & Partial<AdapterUse>)[];
  };

/** A text is embedded whole, in one physical batch, and the server takes no larger logical one. */
function batches({
  contextLength,
  batchSize,
  ubatchSize,
  embedding,
}: LlamaServerSettingsInput): Pick<LlamaServerSettings, 'batchSize' | 'ubatchSize'> {
  if (embedding === undefined) return { batchSize: batchSize ?? 2048, ubatchSize: ubatchSize ?? 512 };
  const physical = ubatchSize ?? batchSize ?? contextLength;
  return { batchSize: batchSize ?? physical, ubatchSize: physical };
}

/**
 * Completes settings.
 *
 * @param gpus GPUs of the pod, or shares or slices of one
 * @param draftTokens tokens that a draft model guesses at once; 0 where there is none
 */
export const completeLlamaServerSettings = (
  given: LlamaServerSettingsInput,
  gpus: number,
  draftTokens = 0,
): LlamaServerSettings => ({
  contextLength: given.contextLength,
  parallel: given.parallel,
  maxOutputLength: given.maxOutputLength,
  cacheTypeK: given.cacheTypeK ?? 'f16',
  cacheTypeV: given.cacheTypeV ?? 'f16',
  kvCache: given.kvCache ?? 'split',
  flashAttention: given.flashAttention ?? true,
  ...batches(given),
  gpuLayers: given.gpuLayers ?? (gpus > 0 ? 'all' : 0),
  expertLayersOnHost: given.expertLayersOnHost ?? 0,
  splitMode: given.splitMode ?? (gpus > 1 ? 'layer' : 'none'),
  tensorSplit: given.tensorSplit ?? Array.from({ length: gpus }, () => 1),
  cacheRam: given.cacheRam ?? bytes(0),
  contextCheckpoints: given.contextCheckpoints ?? 0,
  loadMode: given.loadMode ?? 'mmap',
  repack: given.repack ?? false,
  swaFull: given.swaFull ?? false,
  adapters: given.adapters?.map(({ name, scale = 1 }) => ({ name, scale })),
  yarn: given.yarn,
  draftTokens,
  imageMaxTokens: given.imageMaxTokens ?? 0,
  embedding: given.embedding,
});
