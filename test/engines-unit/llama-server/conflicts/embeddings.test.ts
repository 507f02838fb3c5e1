/** Settings of models for embeddings and of rerankers that the build would refuse. */
import { expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../../lib/catalog/model';
import type { LlamaServerSettings } from '../../../../lib/sizing/settings';
import { llama8b, onCpu } from '../../fixtures';
import { check, type Case } from './check';

const noRanking = (found: string): readonly string[] => [
  `s.embedding: 'rank': ${found}.`,
  "  fix: weights of a reranker, for example bge-reranker-v2-m3 or Qwen3-Reranker · embedding 'cls'",
  '  [NoRankingHead]',
];

const embeddingCases: readonly Case[] = [
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

test.each(embeddingCases)('%s', (_, settings, gpus, architecture, expected) => {
  expect(check(settings, gpus, architecture)).toBe(expected.join('\n'));
});

test.each<readonly [ArchitectureFacts['architecture'], number, Partial<LlamaServerSettings>]>([
  ['bert', 1, { batchSize: 8192, ubatchSize: 8192 }],
  ['qwen3', 2, { batchSize: 512 }],
])('a reranker of architecture %s with %i classes in its head', (architecture, classCount, batches) => {
  expect(check({ ...onCpu, embedding: 'rank', ...batches }, 0, { ...llama8b, architecture, classCount })).toBe('');
});
