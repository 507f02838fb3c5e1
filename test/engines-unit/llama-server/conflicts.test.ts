/** Every pair of settings that the build would refuse, ignore or change, by its full sentence. */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import type { ProjectorFacts } from '../../../lib/catalog/projector';
import { checkLlamaServer } from '../../../lib/engines/llama-server/conflicts';
import type { LlamaServerSettings, Yarn } from '../../../lib/sizing/settings';
import { siglip } from '../../gguf/siglip';
import { llama8b, onCpu, onTwoGpus, sentences } from '../fixtures';

const check = (settings: LlamaServerSettings, gpus = 0, architecture?: ArchitectureFacts): string =>
  sentences(checkLlamaServer(settings, { gpus, model: architecture && { architecture } }, 's'));

test('settings that go together', () => {
  expect(check(onCpu, 0, llama8b)).toBe('');
  expect(check(onTwoGpus, 2, llama8b)).toBe('');
  expect(check({ ...onCpu, gpuLayers: 'all' }, 1, llama8b)).toBe('');
  expect(check({ ...onCpu, cacheTypeK: 'q8_0', flashAttention: false }, 0, { ...llama8b, keyLength: 80 })).toBe('');
  expect(check({ ...onCpu, parallel: 256, maxOutputLength: 8192, contextLength: 8192 })).toBe('');
});

describe('a context that YaRN stretches', () => {
  const qwen: ArchitectureFacts = { ...llama8b, contextLength: 32_768 };
  const stretched = (contextLength: number, yarn: Yarn | undefined, architecture = qwen): string =>
    check({ ...onCpu, contextLength, yarn }, 0, architecture);

  test.each<readonly [string, number, Yarn, ArchitectureFacts]>([
    ['by the factor and the context that was trained', 131_072, { factor: 4 }, qwen],
    ['by a factor that is not whole', 49_152, { factor: 1.5 }, qwen],
    ['from a context that is stated', 80_000, { factor: 4, originalContextLength: 20_000 }, qwen],
    ['from the context that the file names', 40_000, { factor: 10 }, { ...qwen, ropeOriginalContextLength: 4000 }],
    // 131072 / fround(1 / 3.3) in numbers of 32 bits, where an exact division gives 432537.6.
    ['as numbers of 32 bits give it', 432_537, { factor: 3.3 }, { ...qwen, contextLength: 131_072 }],
  ])('is taken %s, and not a token more', (_, most, yarn, architecture) => {
    expect(stretched(most, yarn, architecture)).toBe('');
    expect(stretched(most + 1, yarn, architecture)).toContain('[ContextBeyondTraining]');
  });

  test('is that of the file where the file itself is stretched by the same factor', () => {
    const long = { ...qwen, ropeScalingFactor: 4 };
    expect(stretched(32_769, { factor: 4 }, long)).toContain('[ContextBeyondTraining]');
    expect(stretched(32_768, { factor: 4 }, long)).toBe(
      [
        's.yarn: contextLength 32768 is within the 32768 tokens of the model, and YaRN would only make its answers worse.',
        '  fix: leave yarn out · a contextLength above 32768',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });

  test('is refused beyond it with the number that it takes', () => {
    expect(stretched(200_000, { factor: 4 })).toBe(
      [
        's.contextLength: 200000 tokens, and the model takes 131072 with the factor 4 of YaRN: the server would cap it silently.',
        '  fix: contextLength 131072 · if the publisher of the model names YaRN: yarn { factor: 7 }',
        '  [ContextBeyondTraining]',
      ].join('\n'),
    );
  });

  test('has learnt positions in BERT, which nothing stretches', () => {
    expect(stretched(64_000, { factor: 4 }, { ...qwen, architecture: 'bert' })).toBe(
      [
        's.contextLength: 64000 tokens, and the model was trained for 32768: the server would cap it silently.',
        '  fix: contextLength 32768',
        '  [ContextBeyondTraining]',
        's.yarn: the positions of a bert are learnt, and there is none beyond 32768.',
        '  fix: leave yarn out',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });

  test('is not made longer by a factor of 1 or less', () => {
    expect(stretched(8192, { factor: 0.5 })).toBe(
      [
        's.yarn.factor: 0.5 makes no context longer.',
        '  fix: leave yarn out · a factor above 1',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });
});

const moe: ArchitectureFacts = { ...llama8b, architecture: 'qwen3moe', expertCount: 128, expertUsedCount: 8 };
const mla: ArchitectureFacts = { ...llama8b, architecture: 'deepseek2', kvLoraRank: 512, ropeDimensionCount: 64 };

const tensors = { inputBytes: 0, outputBytes: 0, layers: [], width: 1 };
const noRanking = (found: string): readonly string[] => [
  `s.embedding: 'rank': ${found}.`,
  "  fix: weights of a reranker, for example bge-reranker-v2-m3 or Qwen3-Reranker · embedding 'cls'",
  '  [NoRankingHead]',
];

const cases: readonly (readonly [
  string,
  LlamaServerSettings,
  number,
  ArchitectureFacts | undefined,
  readonly string[],
])[] = [
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
  [
    'embeddings with two batch sizes',
    { ...onCpu, embedding: 'last', batchSize: 2048, ubatchSize: 1024 },
    0,
    undefined,
    [
      's.batchSize: 2048: for embeddings the server lowers it to ubatchSize, 1024.',
      '  fix: batchSize 1024 · ubatchSize 2048',
      '  [EmbeddingBatch]',
    ],
  ],
  [
    'embeddings of texts longer than a batch',
    { ...onCpu, embedding: 'mean', batchSize: 512 },
    0,
    undefined,
    [
      's.ubatchSize: 512: a text is embedded in one physical batch, and contextLength promises 8192 tokens.',
      '  fix: ubatchSize 8192 · contextLength 512',
      '  [EmbeddingBatch]',
    ],
  ],
  [
    'rankings of a query and a document longer than a batch',
    { ...onCpu, embedding: 'rank', batchSize: 512 },
    0,
    { ...llama8b, architecture: 'bert', classCount: 1 },
    [
      's.ubatchSize: 512: a text is embedded in one physical batch, and contextLength promises 8192 tokens.',
      '  fix: ubatchSize 8192 · contextLength 512',
      '  [EmbeddingBatch]',
    ],
  ],
  [
    'rankings by a model that writes text',
    { ...onCpu, embedding: 'rank', batchSize: 8192, ubatchSize: 8192 },
    0,
    llama8b,
    noRanking('llama-server ranks with models of bert and qwen3, and this one is llama'),
  ],
  [
    'rankings by a model for embeddings',
    { ...onCpu, embedding: 'rank', batchSize: 8192, ubatchSize: 8192 },
    0,
    { ...llama8b, architecture: 'bert' },
    noRanking('the file of the model has no head that gives scores'),
  ],
  [
    'rankings by a classifier',
    { ...onCpu, embedding: 'rank', batchSize: 8192, ubatchSize: 8192 },
    0,
    { ...llama8b, architecture: 'bert', classCount: 28 },
    noRanking(
      'the head of the model has 28 classes: the server answers the first alone, which is a ranking with 1 class',
    ),
  ],
  [
    'probabilities of a single class, which are always 1',
    { ...onCpu, embedding: 'rank', batchSize: 512 },
    0,
    { ...llama8b, architecture: 'qwen3', classCount: 1 },
    noRanking(
      'the head of the model has 1 class: the server answers the first alone, which is a ranking with 2 classes',
    ),
  ],
];

test.each(cases)('%s', (_, settings, gpus, architecture, expected) => {
  expect(check(settings, gpus, architecture)).toBe(expected.join('\n'));
});

test.each<readonly [ArchitectureFacts['architecture'], number, Partial<LlamaServerSettings>]>([
  ['bert', 1, { batchSize: 8192, ubatchSize: 8192 }],
  ['qwen3', 2, { batchSize: 512 }],
])('a reranker of architecture %s with %i classes in its head', (architecture, classCount, batches) => {
  expect(check({ ...onCpu, embedding: 'rank', ...batches }, 0, { ...llama8b, architecture, classCount })).toBe('');
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

const gemmaVision: ProjectorFacts = { ...siglip, type: 'gemma3', projectionLength: 4096 };
const withProjector = (facts: Partial<ProjectorFacts>) =>
  ({
    architecture: llama8b,
    projector: {
      file: { path: 'mmproj.gguf', sha256: '0'.repeat(64), bytes: 1, bytesFrom: 'stated' },
      from: 'header',
      tensorBytes: 1,
      facts: { ...gemmaVision, ...facts },
    },
  }) as const;
const images = (settings: Partial<LlamaServerSettings>, facts?: Partial<ProjectorFacts>): string =>
  sentences(
    checkLlamaServer(
      { ...onCpu, ...settings },
      { gpus: 0, model: facts === undefined ? { architecture: llama8b } : withProjector(facts) },
      's',
    ),
  );

test('images that go with the projector, the context and the batch', () => {
  expect(images({ imageMaxTokens: 256 }, {})).toBe('');
  expect(images({ imageMaxTokens: 256, ubatchSize: 256 }, {})).toBe('');
  expect(images({ imageMaxTokens: 105 }, { type: 'gemma4v' })).toBe('');
  expect(images({ imageMaxTokens: 16 }, { type: 'qwen3vl_merger' })).toBe('');
  expect(images({ imageMaxTokens: 1120 }, { type: 'qwen3vl_merger' })).toBe('');
  expect(images({ imageMaxTokens: 8191 }, { type: 'pixtral' })).toBe('');
  expect(images({}, { projectionLength: 1 })).toBe('');
});

test('images without a projector, or with that of another model', () => {
  expect(images({ imageMaxTokens: 256 })).toBe(
    [
      's.imageMaxTokens: 256, and the model has no projector in the catalogue.',
      '  fix: lock it with its projector: npm run lock -- <repository> <file> --projector <file> · imageMaxTokens 0',
      '  [NoProjector]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256 }, { projectionLength: 2560 })).toBe(
    [
      's.imageMaxTokens: the projector makes tokens of width 2560, and the model takes 4096.',
      '  fix: lock the model with its own projector',
      '  [NoProjector]',
    ].join('\n'),
  );
});

test('images of other sizes than the projector makes', () => {
  expect(images({ imageMaxTokens: 255 }, {})).toBe(
    [
      's.imageMaxTokens: 255, and a projector of type gemma3 makes 256 tokens of every image.',
      '  fix: imageMaxTokens 256',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 104 }, { type: 'gemma4v' })).toBe(
    [
      's.imageMaxTokens: 104, and a projector of type gemma4v may make 105 tokens of a small image, which the server enlarges.',
      '  fix: imageMaxTokens 105',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 15 }, { type: 'pixtral' })).toContain('may make 16 tokens');
  expect(images({ imageMaxTokens: 15 }, { type: 'qwen3vl_merger' })).toContain('may make 16 tokens');
  expect(images({ imageMaxTokens: 8192 }, { type: 'pixtral' })).toBe(
    [
      's.imageMaxTokens: 8192 tokens of one image leave nothing of a context of 8192.',
      '  fix: imageMaxTokens 8191 · contextLength 16384',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256, contextLength: 256, maxOutputLength: 64 }, {})).toContain(
    '  fix: contextLength 512\n',
  );
});

test('images whose tokens see each other need one physical batch', () => {
  expect(images({ imageMaxTokens: 513 }, { type: 'gemma4v' })).toBe(
    [
      's.imageMaxTokens: 513 tokens of an image see each other and must be in one physical batch, and ubatchSize is 512.',
      '  fix: imageMaxTokens 512 · ubatchSize 513',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256, ubatchSize: 255 }, {})).toContain('fix: ubatchSize 256');
  expect(images({ imageMaxTokens: 128, ubatchSize: 64 }, { type: 'gemma4v' })).toContain('  fix: ubatchSize 128\n');
  for (const width of [1536, 2560]) {
    const small = { type: 'gemma4v', projectionLength: width } as const;
    expect(
      sentences(
        checkLlamaServer(
          { ...onCpu, imageMaxTokens: 513 },
          { gpus: 0, model: { ...withProjector(small), architecture: { ...llama8b, embeddingLength: width } } },
          's',
        ),
      ),
    ).toBe('');
  }
});
