/** The engine Ollama. */
import { images } from '../../catalog/images';
import type { Engine } from '../engine';
import { forbiddenByFlag } from '../llama-server/forbidden-variables';
import { ollamaContract } from './ollama';

const isOff = (value: string): boolean => /^(?:|0|off|false|disabled)$/.test(value);

/** Ollama hands its variables on to the llama-server that it starts, and has two of its own that open it. */
function forbiddenVariable(name: string, value: string): string | undefined {
  if (name === 'OLLAMA_DEBUG_LOG_REQUESTS' && !isOff(value)) return 'prompts are not written down';
  if (name === 'OLLAMA_NO_CLOUD' && isOff(value)) return 'requests would be passed on to ollama.com';
  return isOff(value) ? undefined : forbiddenByFlag.get(name);
}

export const ollama = {
  name: 'ollama',
  contract: ollamaContract,
  images: [images.ollama],
  imagesWithEveryGpu: [images.ollama],
  quickPaths: ['/', '/api/version'],
  weightsFrom: { variable: 'OLLAMA_MODELS' },
  forbiddenVariable,
  objections: () => [],
  shownSettings: ({ variables }) => ({
    context: variables['OLLAMA_CONTEXT_LENGTH'],
    slots: variables['OLLAMA_NUM_PARALLEL'],
    cacheTypes: variables['OLLAMA_KV_CACHE_TYPE'],
  }),
} as const satisfies Engine;
