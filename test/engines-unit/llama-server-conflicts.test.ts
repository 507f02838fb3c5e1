/** Every pair of settings that the build would refuse, ignore or change, by its full sentence. */
import { expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { checkLlamaServer } from '../../lib/engines/llama-server-conflicts';
import type { LlamaServerSettings } from '../../lib/engines/llama-server-settings';
import { llama8b, onCpu, onTwoGpus, sentences } from './fixtures';

const check = (settings: LlamaServerSettings, gpus = 0, architecture?: ArchitectureFacts): string =>
  sentences(checkLlamaServer(settings, { gpus, architecture }, 's'));

test('settings that go together', () => {
  expect(check(onCpu, 0, llama8b)).toBe('');
  expect(check(onTwoGpus, 2, llama8b)).toBe('');
  expect(check({ ...onCpu, gpuLayers: 'all' }, 1, llama8b)).toBe('');
  expect(check({ ...onCpu, cacheTypeK: 'q8_0', flashAttention: false }, 0, { ...llama8b, keyLength: 80 })).toBe('');
  expect(check({ ...onCpu, parallel: 256, maxOutputLength: 8192, contextLength: 8192 })).toBe('');
});

const moe: ArchitectureFacts = { ...llama8b, architecture: 'qwen3moe', expertCount: 128, expertUsedCount: 8 };
const mla: ArchitectureFacts = { ...llama8b, architecture: 'deepseek2', kvLoraRank: 512, ropeDimensionCount: 64 };

const cases: readonly (readonly [string, LlamaServerSettings, number, ArchitectureFacts | undefined, readonly string[]])[] = [
  ['a count that is none', { ...onCpu, parallel: 0 }, 0, undefined, [
    's.parallel: 0 is not a whole number above 0.', '  [SettingRange]',
  ]],
  ['a count that is not whole', { ...onCpu, contextLength: 8192.5 }, 0, undefined, [
    's.contextLength: 8192.5 is not a whole number above 0.', '  [SettingRange]',
  ]],
  ['too many slots', { ...onCpu, parallel: 257 }, 0, undefined, [
    's.parallel: 257 slots, and llama-server has at most 256.', '  [SettingRange]',
  ]],
  ['an answer longer than the context', { ...onCpu, maxOutputLength: 8193 }, 0, undefined, [
    's.maxOutputLength: 8193 tokens do not fit a context of 8192.', '  mend: maxOutputLength 8192 · contextLength 8193',
    '  [OutputBeyondContext]',
  ]],
  ['a context beyond the training', { ...onCpu, contextLength: 131073 }, 0, llama8b, [
    's.contextLength: 131073 tokens, and the model was trained for 131072: the server would cap it silently.',
    '  mend: contextLength 131072', '  [ContextBeyondTraining]',
  ]],
  ['a physical batch above the logical', { ...onCpu, batchSize: 511 }, 0, undefined, [
    's.ubatchSize: a physical batch of 512 is larger than the logical one of 511.', '  mend: ubatchSize 511 · batchSize 512',
    '  [BatchOrder]',
  ]],
  ['a quantised V cache without flash attention', { ...onCpu, cacheTypeV: 'q4_0', flashAttention: false }, 0, undefined, [
    's.cacheTypeV: a V cache of q4_0 needs flash attention.', "  mend: flashAttention true · cacheTypeV 'f16'",
    '  [CacheNeedsFlashAttention]',
  ]],
  ['a cache type without a GPU kernel', { ...onCpu, gpuLayers: 'all', cacheTypeK: 'iq4_nl' }, 1, undefined, [
    's.cacheTypeK: iq4_nl has no flash attention on GPUs: the CPU would compute it.', "  mend: cacheTypeK 'q4_0'", '  [CacheNotOnGpu]',
  ]],
  ['two cache types for latent attention', { ...onCpu, cacheTypeK: 'q8_0' }, 0, mla, [
    's.cacheTypeV: f16, and K has q8_0: a model with latent attention has one cache for both.', "  mend: cacheTypeV 'q8_0'",
    '  [CacheTypesDiffer]',
  ]],
  ['a head that blocks do not divide', { ...onCpu, cacheTypeK: 'q8_0' }, 0, { ...llama8b, keyLength: 80 }, [
    's.cacheTypeK: blocks of q8_0 are 32 elements, and a head of this model has 80.', "  mend: cacheTypeK 'f16'", '  [CacheBlock]',
  ]],
  ['several GPUs and no split', { ...onTwoGpus, splitMode: 'none' }, 2, undefined, [
    "s.splitMode: 'none' leaves 1 of 2 GPUs without work.", "  mend: splitMode 'layer' · gpus 1", '  [SplitMode]',
  ]],
  ['a split and one GPU', onTwoGpus, 1, undefined, [
    "s.splitMode: 'layer' needs several GPUs, and the pod has 1.", "  mend: splitMode 'none' · gpus 2", '  [SplitMode]',
  ]],
  ['parts that are not those of the GPUs', { ...onTwoGpus, tensorSplit: [1, 1, 1] }, 2, undefined, [
    's.tensorSplit: 3 parts for 2 GPUs.', '  mend: tensorSplit [1, 1]', '  [TensorSplit]',
  ]],
  ['an empty part', { ...onTwoGpus, tensorSplit: [1, 0] }, 2, undefined, [
    's.tensorSplit: [1, 0] has a part that is not above 0.', '  mend: ask for fewer GPUs, and leave that part out', '  [TensorSplit]',
  ]],
  ['layers on GPUs that are not there', { ...onCpu, gpuLayers: 'all' }, 0, undefined, [
    's.gpuLayers: all layers on GPUs, and the pod has none.', '  mend: gpuLayers 0 · gpus 1', '  [GpuLayers]',
  ]],
  ['GPUs without layers', onCpu, 1, undefined, [
    's.gpuLayers: 0 leaves 1 GPUs without work.', "  mend: gpuLayers 'all' · gpus 0", '  [GpuLayers]',
  ]],
  ['experts on the host of a CPU model', { ...onCpu, expertLayersOnHost: 3 }, 0, moe, [
    's.expertLayersOnHost: 3, and everything is on the host already.', '  mend: expertLayersOnHost 0', '  [ExpertLayers]',
  ]],
  ['experts of a model that has none', { ...onCpu, gpuLayers: 'all', expertLayersOnHost: 3 }, 1, llama8b, [
    's.expertLayersOnHost: 3, and the model has no experts.', '  mend: expertLayersOnHost 0', '  [ExpertLayers]',
  ]],
  ['embeddings with two batch sizes', { ...onCpu, embedding: 'last', batchSize: 2048, ubatchSize: 1024 }, 0, undefined, [
    's.batchSize: 2048: for embeddings the server lowers it to ubatchSize, 1024.', '  mend: batchSize 1024 · ubatchSize 2048',
    '  [EmbeddingBatch]',
  ]],
  ['embeddings of texts longer than a batch', { ...onCpu, embedding: 'mean', batchSize: 512 }, 0, undefined, [
    's.ubatchSize: 512: a text is embedded in one physical batch, and contextLength promises 8192 tokens.',
    '  mend: ubatchSize 8192 · contextLength 512', '  [EmbeddingBatch]',
  ]],
];

test.each(cases)('%s', (_, settings, gpus, architecture, expected) => {
  expect(check(settings, gpus, architecture)).toBe(expected.join('\n'));
});

test('with experts on the host where the model has some', () => {
  expect(check({ ...onCpu, gpuLayers: 'all', expertLayersOnHost: 3 }, 1, moe)).toBe('');
});
