/** Memory of one model under Ollama 0.30 and later, which starts a llama-server for it; what that is started with is written here. */
import type { Model } from '../catalog/model';
import { bytes, gib } from '../core/bytes';
import type { Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import type { OllamaSettings } from '../engines/ollama-settings';
import { architectureOf } from './architecture-of';
import { llamaServerMemory, type ModelMemory } from './memory';

/** Tokens of one batch, by the context of one slot. Source: ollama server/sched.go `generationBatchForContext`. */
const generationBatch = (context: number): number => (context > 32_768 ? 2048 : context > 4096 ? 1024 : 512);

/** Batch of embedding models. Source: ollama llm/llama_server.go `DefaultEmbeddingNumBatch`. */
const embeddingBatch = 2048;

/** Architectures that Ollama serves one request at a time. Source: ollama server/sched.go. */
const alwaysOneSlot: readonly string[] = ['qwen35'];

/**
 * The llama-server that Ollama starts for a model: split caches, both cache types alike, host memory for prompts and checkpoints
 * at the engine's own defaults, weights read into memory where the CPU computes.
 *
 * @see ollama llm/llama_server.go
 */
export function serverOfOllama(model: Model, settings: OllamaSettings, gpus: number, at: Path): LlamaServerSettings {
  const { encoder } = architectureOf(model, at);
  const single = encoder || alwaysOneSlot.includes(model.architecture.architecture);
  const context = Math.min(settings.contextLength, model.architecture.contextLength);
  const batch = encoder ? Math.min(embeddingBatch, context) : settings.flashAttention ? generationBatch(context) : 512;
  return {
    contextLength: context,
    parallel: single ? 1 : settings.parallel,
    maxOutputLength: settings.maxOutputLength,
    cacheTypeK: settings.cacheType, cacheTypeV: settings.cacheType, kvCache: 'split',
    flashAttention: settings.flashAttention,
    batchSize: batch, ubatchSize: batch,
    gpuLayers: gpus > 0 ? 'all' : 0, expertLayersOnHost: 0,
    splitMode: gpus > 1 ? 'layer' : 'none', tensorSplit: [],
    cacheRam: encoder ? bytes(0) : gib(8), contextCheckpoints: encoder ? 0 : 32,
    loadMode: gpus > 0 ? 'mmap' : 'none', repack: true, swaFull: false,
    embedding: encoder ? 'mean' : undefined,
  };
}

/** Memory of one loaded model of an Ollama fleet. */
export const ollamaModelMemory = (model: Model, settings: OllamaSettings, gpus: number, at: Path): ModelMemory =>
  llamaServerMemory(model, serverOfOllama(model, settings, gpus, at), gpus, at);
