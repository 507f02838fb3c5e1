/** What no memory can be computed for, and settings that end the engine: each by its whole sentence. */
import { describe, expect, test } from '@jest/globals';
import { messageOf } from '../../scripts/toolchain/errors';
import type { Model } from '../../lib/catalog/model';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import { architectureByName } from '../../lib/gguf/architectures';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { models } from '../../overlays/models';
import { recordedModel, shapes } from './engine/shapes';
import { serverSettings } from './server-settings';

const llama8b = models['llama-3.1-8b-instruct/Q4_K_M'];
const embedder = models['nomic-embed-text:latest'];
const withExperts = shapes['granite-3.1-3b-a800m'];
const graniteMoe = recordedModel({ ...withExperts, facts: { ...withExperts.facts, blockCount: 24 } });
const granite = recordedModel(shapes['granite-4.0-h-micro']);
const at = 'production.models.llama';

describe('refusals', () => {
  const refused = (model: Model, own: Partial<LlamaServerSettings>, gpus: number): string => {
    try {
      llamaServerMemory(model, serverSettings(own), gpus, at);
      return 'accepted';
    } catch (error) {
      return messageOf(error);
    }
  };
  const shape = (own: Partial<Model['architecture']>, base = llama8b): Model => ({
    ...base,
    architecture: { ...base.architecture, ...own },
  });

  test.each([
    [
      'an unknown architecture',
      shape({ architecture: 'lama' }),
      {},
      1,
      `${at}: architecture 'lama' has no memory model.\n  did you mean: llama · lfm2 · llama4\n  allowed: ${Object.keys(architectureByName).join(' · ')}\n  [UnknownArchitecture]`,
    ],
    [
      'layers that do not add up',
      shape({ blockCount: 33 }),
      {},
      1,
      `${at}: the weights list 32 layers, the architecture has 33.\n  fix: run npm run lock for this model again\n  [LayersDoNotAddUp]`,
    ],
    [
      'a split for other GPUs',
      llama8b,
      { tensorSplit: [1, 1, 1] },
      2,
      `${at}.settings.tensorSplit: 3 parts for 2 GPUs.\n  fix: give 2 parts, or none for equal ones\n  [TensorSplitDoesNotMatchGpus]`,
    ],
    [
      'images without a projector',
      llama8b,
      { imageMaxTokens: 256 },
      1,
      `${at}.settings.imageMaxTokens: 256, and the model has no projector.\n  fix: imageMaxTokens 0\n  [NoProjector]`,
    ],
    [
      'an adapter that the model does not have',
      llama8b,
      { adapters: [{ name: 'legal', scale: 1 }] },
      1,
      `${at}.settings.adapters: 'legal' is no adapter of the model.\n  [NoSuchAdapter]`,
    ],
    [
      'experts of a model without any',
      llama8b,
      { expertLayersOnHost: 2 },
      1,
      `${at}.settings.expertLayersOnHost: 2 layers of experts are to stay on the host, and the model has none.\n  fix: leave expertLayersOnHost out\n  [NoExpertsToKeepOnHost]`,
    ],
    [
      'quantised values without flash attention',
      llama8b,
      { flashAttention: false, cacheTypeV: 'q8_0' },
      1,
      `${at}.settings.cacheTypeV: q8_0 needs flash attention, which is off.\n  fits with: cacheTypeV 'f16' · flashAttention true\n  [QuantisedValuesNeedFlashAttention]`,
    ],
    [
      'blocks that do not divide a head',
      shape({ keyLength: 80 }),
      { cacheTypeK: 'q8_0' },
      1,
      `${at}.settings.cacheTypeK: q8_0 stores blocks of 32 elements, which do not divide a head of 80.\n  fits with: f16\n  [CacheTypeDoesNotDivide]`,
    ],
    [
      'two types under latent attention',
      shape({ keyLengthMla: 192, valueLengthMla: 128 }),
      { cacheTypeK: 'q8_0' },
      1,
      `${at}.settings.cacheTypeV: f16 differs from the keys' q8_0, and latent attention has one cache for both.\n  fits with: cacheTypeV 'q8_0'\n  [LatentCacheNeedsOneType]`,
    ],
    [
      'quantised streams that the engine aborts on',
      models['phi-4/Q4_K_M'],
      { cacheTypeK: 'q8_0', cacheTypeV: 'q8_0', parallel: 2 },
      1,
      `${at}.settings.parallel: build b11382 aborts on 2 caches of q8_0 and q8_0 for this model: its graph has more nodes than the engine reserves.\n  fits with: kvCache 'unified' · parallel 1 · cacheTypeK 'f16' · cacheTypeV 'f16'\n  [QuantisedStreamsAbort]`,
    ],
    [
      'quantised caches that the engine aborts on',
      graniteMoe,
      { cacheTypeK: 'q8_0', cacheTypeV: 'q4_0' },
      1,
      `${at}.settings.cacheTypeV: build b11382 aborts on caches of q8_0 and q4_0 for this model: its graph has more nodes than the engine reserves.\n  fits with: cacheTypeK 'f16' · cacheTypeV 'f16'\n  [QuantisedCachesAbort]`,
    ],
    [
      'slots that do not divide the batch of an encoder',
      embedder,
      { embedding: 'mean', parallel: 3 },
      1,
      `${at}.settings.parallel: 3 slots do not divide a physical batch of 512 tokens, which build b11382 aborts on for encoders.\n  fits with: parallel 1 · ubatchSize 513 and batchSize to match\n  [SlotsDoNotDivideBatch]`,
    ],
    [
      'a cache that layers share over several GPUs',
      shape({ sharedKvLayers: 4 }),
      {},
      2,
      `${at}.gpus: 2 GPUs would copy the cache that trailing layers share from one to another.\n  fits with: gpus 1\n  [SharedCacheCannotSplit]`,
    ],
    [
      'a context of nothing',
      llama8b,
      { contextLength: 0 },
      1,
      `${at}.settings.contextLength: 0 is not a whole number above zero.\n  [NotAPositiveNumber]`,
    ],
    [
      'layers of Mamba on the host',
      granite,
      { gpuLayers: 3 },
      1,
      `${at}.settings.gpuLayers: 3, and there is no proven bound for the states that the host and a GPU copy.\n  fits with: gpuLayers 'all'\n  [StatesCannotSplit]`,
    ],
    ['half a GPU', llama8b, {}, 0.5, `${at}.gpus: 0.5 is not a number of GPUs.\n  [NotANumberOfGpus]`],
  ] as const)('%s', (_name, model, own, gpus, sentence) => {
    expect(refused(model, own, gpus)).toBe(sentence);
  });
});
