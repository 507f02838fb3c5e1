/** Settings of an Ollama server for tests: the stated defaults, and what a test gives. */
import { bytes } from '../../lib/core/bytes';
import type { OllamaSettings } from '../../lib/engines/ollama/settings';

export const fleetSettings = (own: Partial<OllamaSettings> = {}): OllamaSettings => ({
  contextLength: 4096,
  parallel: 2,
  maxOutputLength: 512,
  cacheType: 'f16',
  flashAttention: true,
  keepAlive: 'forever',
  maxLoadedModels: 1,
  maxQueue: 64,
  gpuOverhead: bytes(0),
  ...own,
});
