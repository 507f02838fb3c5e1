/** Every pair of settings that the build would refuse, ignore or change, by its full sentence. */
import { expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../../lib/catalog/model';
import { checkLlamaServer } from '../../../../lib/engines/llama-server/conflicts';
import { llama8b, onCpu, onTwoGpus, sentences } from '../../fixtures';
import { check, type Case } from './check';

test('settings that go together', () => {
  expect(check(onCpu, 0, llama8b)).toBe('');
  expect(check(onTwoGpus, 2, llama8b)).toBe('');
  expect(check({ ...onCpu, gpuLayers: 'all' }, 1, llama8b)).toBe('');
  expect(check({ ...onCpu, cacheTypeK: 'q8_0', flashAttention: false }, 0, { ...llama8b, keyLength: 80 })).toBe('');
  expect(check({ ...onCpu, parallel: 256, maxOutputLength: 8192, contextLength: 8192 })).toBe('');
});

const moe: ArchitectureFacts = { ...llama8b, architecture: 'qwen3moe', expertCount: 128, expertUsedCount: 8 };
const mla: ArchitectureFacts = { ...llama8b, architecture: 'deepseek2', kvLoraRank: 512, ropeDimensionCount: 64 };

const tensors = { inputBytes: 0, outputBytes: 0, layers: [], width: 1 };

const cases: readonly Case[] = [
  [
    'a count that is none',
    { ...onCpu, parallel: 0 },
    0,
    undefined,
    ['s.parallel: 0 is not a whole number above 0.', '  [SettingRange]'],
  ],
  [
    'a count that is not whole',
    { ...onCpu, contextLength: 8192.5 },
    0,
    undefined,
    ['s.contextLength: 8192.5 is not a whole number above 0.', '  [SettingRange]'],
  ],
  [
    'too many slots',
    { ...onCpu, parallel: 257 },
    0,
    undefined,
    ['s.parallel: 257 slots, and llama-server has at most 256.', '  [SettingRange]'],
  ],
  [
    'an answer longer than the context',
    { ...onCpu, maxOutputLength: 8193 },
    0,
    undefined,
    [
      's.maxOutputLength: 8193 tokens do not fit a context of 8192.',
      '  fix: maxOutputLength 8192 · contextLength 8193',
      '  [OutputBeyondContext]',
    ],
  ],
  [
    'a context beyond the training',
    { ...onCpu, contextLength: 131073 },
    0,
    llama8b,
    [
      's.contextLength: 131073 tokens, and the model was trained for 131072: the server would cap it silently.',
      '  fix: contextLength 131072 · if the publisher of the model names YaRN: yarn { factor: 2 }',
      '  [ContextBeyondTraining]',
    ],
  ],
  [
    'a physical batch above the logical',
    { ...onCpu, batchSize: 511 },
    0,
    undefined,
    [
      's.ubatchSize: a physical batch of 512 is larger than the logical one of 511.',
      '  fix: ubatchSize 511 · batchSize 512',
      '  [BatchOrder]',
    ],
  ],
  [
    'a quantised V cache without flash attention',
    { ...onCpu, cacheTypeV: 'q4_0', flashAttention: false },
    0,
    undefined,
    [
      's.cacheTypeV: a V cache of q4_0 needs flash attention.',
      "  fix: flashAttention true · cacheTypeV 'f16'",
      '  [CacheNeedsFlashAttention]',
    ],
  ],
  [
    'a cache type without a GPU kernel',
    { ...onCpu, gpuLayers: 'all', cacheTypeK: 'iq4_nl' },
    1,
    undefined,
    [
      's.cacheTypeK: iq4_nl has no flash attention on GPUs: the CPU would compute it.',
      "  fix: cacheTypeK 'q4_0'",
      '  [CacheNotOnGpu]',
    ],
  ],
  [
    'two cache types for latent attention',
    { ...onCpu, cacheTypeK: 'q8_0' },
    0,
    mla,
    [
      's.cacheTypeV: f16, and K has q8_0: a model with latent attention has one cache for both.',
      "  fix: cacheTypeV 'q8_0'",
      '  [CacheTypesDiffer]',
    ],
  ],
  [
    'a head that blocks do not divide',
    { ...onCpu, cacheTypeK: 'q8_0' },
    0,
    { ...llama8b, keyLength: 80 },
    [
      's.cacheTypeK: blocks of q8_0 are 32 elements, and a head of this model has 80.',
      "  fix: cacheTypeK 'f16'",
      '  [CacheBlock]',
    ],
  ],
  [
    'several GPUs and no split',
    { ...onTwoGpus, splitMode: 'none' },
    2,
    undefined,
    ["s.splitMode: 'none' leaves 1 of 2 GPUs without work.", "  fix: splitMode 'layer' · gpus 1", '  [SplitMode]'],
  ],
  [
    'a split and one GPU',
    onTwoGpus,
    1,
    undefined,
    [
      "s.splitMode: 'layer' needs several GPUs, and the pod has 1.",
      "  fix: splitMode 'none' · gpus 2",
      '  [SplitMode]',
    ],
  ],
  [
    'parts that are not those of the GPUs',
    { ...onTwoGpus, tensorSplit: [1, 1, 1] },
    2,
    undefined,
    ['s.tensorSplit: 3 parts for 2 GPUs.', '  fix: tensorSplit [1, 1]', '  [TensorSplit]'],
  ],
  [
    'an empty part',
    { ...onTwoGpus, tensorSplit: [1, 0] },
    2,
    undefined,
    [
      's.tensorSplit: [1, 0] has a part that is not above 0.',
      '  fix: ask for fewer GPUs, and leave that part out',
      '  [TensorSplit]',
    ],
  ],
  [
    'layers on GPUs that are not there',
    { ...onCpu, gpuLayers: 'all' },
    0,
    undefined,
    ['s.gpuLayers: all layers on GPUs, and the pod has none.', '  fix: gpuLayers 0 · gpus 1', '  [GpuLayers]'],
  ],
  [
    'GPUs without layers',
    onCpu,
    1,
    undefined,
    ['s.gpuLayers: 0 leaves 1 GPUs without work.', "  fix: gpuLayers 'all' · gpus 0", '  [GpuLayers]'],
  ],
  [
    'experts on the host of a CPU model',
    { ...onCpu, expertLayersOnHost: 3 },
    0,
    moe,
    [
      's.expertLayersOnHost: 3, and everything is on the host already.',
      '  fix: expertLayersOnHost 0',
      '  [ExpertLayers]',
    ],
  ],
  [
    'experts of a model that has none',
    { ...onCpu, gpuLayers: 'all', expertLayersOnHost: 3 },
    1,
    llama8b,
    ['s.expertLayersOnHost: 3, and the model has no experts.', '  fix: expertLayersOnHost 0', '  [ExpertLayers]'],
  ],
];

test.each(cases)('%s', (_, settings, gpus, architecture, expected) => {
  expect(check(settings, gpus, architecture)).toBe(expected.join('\n'));
});

test('adapters of a Gemma 4 with experts, of which the engine was seen to need more than is planned', () => {
  const used = { ...onCpu, adapters: [{ name: 'a', scale: 1 }] };
  const architecture: ArchitectureFacts = { ...llama8b, architecture: 'gemma4', expertCount: 128 };
  const known = { a: { file: { path: 'a', sha256: '', bytes: 1, bytesFrom: 'stated' as const }, tensors } };
  expect(sentences(checkLlamaServer(used, { gpus: 0, model: { architecture, adapters: known } }, 's'))).toBe(
    [
      's.adapters: there is no proven bound for the memory of adapters of a Gemma 4 with experts.',
      '  fix: merge the adapter into the model, and lock the result · leave adapters out',
      '  [Adapter]',
    ].join('\n'),
  );
  const dense = { architecture: { ...architecture, expertCount: undefined }, adapters: known };
  expect(sentences(checkLlamaServer(used, { gpus: 0, model: dense }, 's'))).toBe('');
});

test('with experts on the host where the model has some', () => {
  expect(check({ ...onCpu, gpuLayers: 'all', expertLayersOnHost: 3 }, 1, moe)).toBe('');
});
