/** Settings of a llama-server for tests: the stated defaults, and what a test says. */
import { bytes } from '../../lib/core/bytes';
import type { LlamaServerSettings } from '../../lib/sizing/settings';

export const serverSettings = (own: Partial<LlamaServerSettings> = {}): LlamaServerSettings => ({
  contextLength: 8192,
  parallel: 1,
  maxOutputLength: 1024,
  cacheTypeK: 'f16',
  cacheTypeV: 'f16',
  kvCache: 'split',
  flashAttention: true,
  batchSize: 2048,
  ubatchSize: 512,
  gpuLayers: 'all',
  expertLayersOnHost: 0,
  splitMode: 'layer',
  tensorSplit: [],
  cacheRam: bytes(0),
  contextCheckpoints: 0,
  loadMode: 'mmap',
  repack: false,
  swaFull: false,
  draftTokens: 0,
  imageMaxTokens: 0,
  ...own,
});
