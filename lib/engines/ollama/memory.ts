/**
 * Memory of one model under Ollama 0.30 and later, which starts a llama-server for it; what that is started with is
 * written here.
 */
import type { Model } from '../../catalog';
import { bytes, type Bytes, type Path, sumBytes } from '../../core';
import { llamaServerMemory, type LlamaServerSettings, type ModelMemory } from '../../sizing';
import { ollamaLargestBatch, ollamaParallel } from './ollama';
import type { OllamaSettings } from './settings';
import { architectureOf } from '../../gguf';

/**
 * Batch of embedding models, which is not capped by memory. Source: ollama llm/llama_server.go
 * `DefaultEmbeddingNumBatch`.
 */
const embeddingBatch = 2048;

/**
 * The llama-server that Ollama starts for a model: both cache types alike, the largest batch that it may pick, weights
 * read into memory where the CPU computes. The environment of the fleet switches prompt cache and checkpoints off and
 * splits the cache (`ollamaEnvironment`).
 *
 * @see ollama llm/llama_server.go
 */
export function serverOfOllama(
  model: Model,
  settings: OllamaSettings,
  gpus: number,
  at: Path,
  adapter?: string,
): LlamaServerSettings {
  const { encoder } = architectureOf(model, at);
  const context = Math.min(settings.contextLength, model.architecture.contextLength);
  const batch = encoder ? Math.min(embeddingBatch, context) : ollamaLargestBatch(settings, model.architecture, gpus);
  return {
    contextLength: context,
    parallel: ollamaParallel(settings, model.architecture),
    maxOutputLength: settings.maxOutputLength,
    cacheTypeK: settings.cacheType,
    cacheTypeV: settings.cacheType,
    kvCache: 'split',
    flashAttention: settings.flashAttention,
    batchSize: batch,
    ubatchSize: batch,
    gpuLayers: gpus > 0 ? 'all' : 0,
    expertLayersOnHost: 0,
    splitMode: gpus > 1 ? 'layer' : 'none',
    tensorSplit: [],
    cacheRam: bytes(0),
    contextCheckpoints: 0,
    draftTokens: 0,
    imageMaxTokens: 0,
    loadMode: gpus > 0 ? 'mmap' : 'none',
    repack: true,
    swaFull: false,
    embedding: encoder ? 'mean' : undefined,
    adapters: adapter === undefined ? undefined : [{ name: adapter, scale: 1 }],
  };
}

/** Bytes of encoders that lie in layers of their own, as those of older models do. */
const projectorLayers = ({ origin }: Model): Bytes =>
  sumBytes(
    origin.from === 'ollama'
      ? origin.layers.filter(({ mediaType }) => mediaType === 'projector').map((layer) => layer.bytes)
      : [],
  );

/** Memory of one loaded model of an Ollama fleet, with its encoder wherever that lies. */
export function ollamaModelMemory(
  model: Model,
  settings: OllamaSettings,
  gpus: number,
  at: Path,
  adapter?: string,
  gpuResource?: string,
): ModelMemory {
  const projectorBytes = (model.tensors.projectorBytes ?? 0) + projectorLayers(model);
  const whole = { ...model, tensors: { ...model.tensors, projectorBytes } };
  return llamaServerMemory(whole, serverOfOllama(model, settings, gpus, at, adapter), gpus, at, { gpuResource });
}
