/** Which variables of Ollama a field stands for, and those that are not offered. */
import type { ReservedVariable } from '../engine';

/** The field of a fleet that becomes a variable. */
const fields: Readonly<Record<string, string>> = {
  OLLAMA_CONTEXT_LENGTH: 'settings.contextLength',
  OLLAMA_FLASH_ATTENTION: 'settings.flashAttention',
  OLLAMA_GPU_OVERHEAD: 'settings.gpuOverhead',
  OLLAMA_KEEP_ALIVE: 'settings.keepAlive',
  OLLAMA_KV_CACHE_TYPE: 'settings.cacheType',
  OLLAMA_LOAD_TIMEOUT: 'settings.loadTimeout',
  OLLAMA_MAX_LOADED_MODELS: 'settings.maxLoadedModels',
  OLLAMA_MAX_QUEUE: 'settings.maxQueue',
  OLLAMA_MODELS: 'models',
  OLLAMA_NUM_PARALLEL: 'settings.parallel',
  OLLAMA_SCHED_SPREAD: 'gpus',
};

/** Why a variable of Ollama cannot be set, with the field that stands for it; `undefined` when it can. */
export function managedVariable(name: string): ReservedVariable | undefined {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field !== undefined)
    return { because: `follows from ${field}`, instead: `set ${field} of the fleet, and leave the variable out` };
  if (name.startsWith('OLLAMA_'))
    return {
      because: 'is not offered, because the memory, the routes or the policies of the fleet rely on what it sets',
      instead: 'leave it out',
    };
  return /^(LLAMA|GGML|AIP)_|^XDG_CONFIG_HOME$/.test(name)
    ? {
        because:
          'is not offered, because the llama-server that Ollama starts reads it, beside the settings of the fleet',
        instead: 'leave it out',
      }
    : undefined;
}
