/**
 * The command line of a llama-server: defaults, every setting showing up, every refusal, and nothing that the build
 * does not know.
 */
import { describe, expect, test } from '@jest/globals';
import { mib } from '../../../lib/core/bytes';
import {
  llamaServerArguments,
  llamaServerEnvironment,
  llamaServerFlags,
  type LlamaServerRun,
} from '../../../lib/engines/llama-server/llama-server';
import { llamaServerBuildFlags } from '../../../lib/engines/llama-server/build';
import type { LlamaServerSettings } from '../../../lib/sizing/settings';
import { onCpu, onTwoGpus, refusal, run } from '../fixtures';

const line = (settings: LlamaServerSettings, over: Partial<LlamaServerRun> = {}): readonly string[] =>
  llamaServerArguments(llamaServerFlags(settings, { ...run, ...over }));
const value = (args: readonly string[], flag: string): string | undefined =>
  args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined;

test('on CPU, with the defaults of the settings', () => {
  expect(line(onCpu)).toEqual([
    '--model',
    '/models/blobs/sha256-00',
    '--alias',
    'llama-3-70b',
    '--host',
    '0.0.0.0',
    '--port',
    '8080',
    '--ctx-size',
    '32768',
    '--parallel',
    '4',
    '--predict',
    '1024',
    '--no-kv-unified',
    '--no-context-shift',
    '--cache-type-k',
    'f16',
    '--cache-type-v',
    'f16',
    '--flash-attn',
    'on',
    '--batch-size',
    '2048',
    '--ubatch-size',
    '512',
    '--n-gpu-layers',
    '0',
    '--n-cpu-moe',
    '0',
    '--split-mode',
    'none',
    '--main-gpu',
    '0',
    '--fit',
    'off',
    '--cache-ram',
    '0',
    '--no-cache-idle-slots',
    '--ctx-checkpoints',
    '0',
    '--load-mode',
    'mmap',
    '--lazy-mode',
    'off',
    '--no-repack',
    '--threads',
    '4',
    '--threads-batch',
    '4',
    '--threads-http',
    '8',
    '--timeout',
    '3600',
    '--sse-ping-interval',
    '5',
    '--cors-origins',
    'localhost',
    '--cont-batching',
    '--offline',
    '--metrics',
    '--no-ui',
    '--no-slots',
  ]);
});

test('every setting shows up', () => {
  const all: Required<Omit<LlamaServerSettings, 'embedding' | 'adapters'>> = {
    contextLength: 4096,
    parallel: 3,
    maxOutputLength: 256,
    cacheTypeK: 'q8_0',
    cacheTypeV: 'q5_1',
    kvCache: 'unified',
    flashAttention: true,
    batchSize: 1024,
    ubatchSize: 256,
    gpuLayers: 40,
    expertLayersOnHost: 7,
    splitMode: 'row',
    tensorSplit: [3, 2],
    cacheRam: mib(512),
    contextCheckpoints: 5,
    loadMode: 'none',
    repack: true,
    swaFull: true,
    yarn: { factor: 2.5, originalContextLength: 4096 },
    draftTokens: 6,
    imageMaxTokens: 640,
  };
  const args = line(all, {
    gpus: 2,
    port: 9000,
    threads: 6,
    apiKeyFile: '/etc/keys/api',
    chatTemplateFile: '/etc/corral/t.jinja',
    draftPath: '/models/draft.gguf',
    projectorPath: '/models/mmproj.gguf',
  });
  const expected = {
    '--ctx-size': '12288',
    '--parallel': '3',
    '--predict': '256',
    '--cache-type-k': 'q8_0',
    '--cache-type-v': 'q5_1',
    '--flash-attn': 'on',
    '--batch-size': '1024',
    '--ubatch-size': '256',
    '--n-gpu-layers': '40',
    '--n-cpu-moe': '7',
    '--split-mode': 'row',
    '--tensor-split': '3,2',
    '--cache-ram': '512',
    '--ctx-checkpoints': '5',
    '--load-mode': 'none',
    '--rope-scaling': 'yarn',
    '--rope-scale': '2.5',
    '--yarn-orig-ctx': '4096',
    '--port': '9000',
    '--threads': '6',
    '--threads-batch': '6',
    '--threads-http': '7',
    '--api-key-file': '/etc/keys/api',
    '--chat-template-file': '/etc/corral/t.jinja',
    '--spec-type': 'draft-simple',
    '--spec-draft-model': '/models/draft.gguf',
    '--spec-draft-n-max': '6',
    '--spec-draft-ngl': 'all',
    '--spec-draft-type-k': 'f16',
    '--spec-draft-type-v': 'f16',
    '--mmproj': '/models/mmproj.gguf',
    '--image-max-tokens': '640',
    '--mtmd-batch-max-tokens': '640',
  };
  expect(Object.fromEntries(Object.keys(expected).map((flag) => [flag, value(args, flag)]))).toEqual(expected);
  expect(args).toEqual(expect.arrayContaining(['--kv-unified', '--repack', '--swa-full', '--mmproj-offload']));
  expect(args).not.toContain('--main-gpu');
});

test.each([
  [1, 'CUDA0'],
  [2, 'CUDA0,CUDA1'],
  [8, 'CUDA0,CUDA1,CUDA2,CUDA3,CUDA4,CUDA5,CUDA6,CUDA7'],
])('%i GPUs are named: a server that does not find them ends', (gpus, names) => {
  const settings: LlamaServerSettings =
    gpus === 1 ? { ...onCpu, gpuLayers: 'all' } : { ...onTwoGpus, tensorSplit: Array.from({ length: gpus }, () => 1) };
  expect(value(line(settings, { gpus }), '--device')).toBe(names);
});

test('without a GPU none is named', () => {
  expect(line(onCpu)).not.toContain('--device');
});

test('without flash attention, and with a model for embeddings', () => {
  expect(value(line({ ...onCpu, flashAttention: false }), '--flash-attn')).toBe('off');
  const args = line({ ...onCpu, embedding: 'cls', batchSize: 8192, ubatchSize: 8192 });
  expect(args).toContain('--embedding');
  expect(value(args, '--pooling')).toBe('cls');
});

test('with adapters, each with its scale', () => {
  const adapters = [
    { name: 'first', scale: 1 },
    { name: 'second', scale: 0.5 },
  ];
  const args = line({ ...onCpu, adapters }, { adapterPaths: ['/models/a.gguf', '/models/b.gguf'] });
  expect(value(args, '--lora-scaled')).toBe('/models/a.gguf:1,/models/b.gguf:0.5');
  expect(line({ ...onCpu, adapters: [] })).not.toContain('--lora-scaled');
});

test('with a reranker', () => {
  const args = line({ ...onCpu, embedding: 'rank', batchSize: 8192, ubatchSize: 8192 });
  expect(args).toContain('--rerank');
  expect(args).not.toContain('--embedding');
  expect(args).not.toContain('--pooling');
});

describe('every flag that is emitted', () => {
  const lines = [
    line(onCpu),
    line(onTwoGpus, { gpus: 2, apiKeyFile: '/k', chatTemplateFile: '/t' }),
    line({ ...onCpu, swaFull: true, kvCache: 'unified', repack: true }),
    line({ ...onCpu, embedding: 'last', batchSize: 512 }),
    line({ ...onCpu, embedding: 'rank', batchSize: 8192, ubatchSize: 8192 }),
    line({ ...onCpu, adapters: [{ name: 'a', scale: 1 }] }, { adapterPaths: ['/a'] }),
    line({ ...onCpu, yarn: { factor: 4, originalContextLength: 8192 } }),
    line({ ...onCpu, draftTokens: 4 }, { draftPath: '/d' }),
    line({ ...onCpu, imageMaxTokens: 64 }, { projectorPath: '/p' }),
  ];
  const known = new Set(llamaServerBuildFlags.flatMap(({ name, off }) => (off === undefined ? [name] : [name, off])));
  const takesValue = new Set(
    llamaServerBuildFlags.flatMap(({ name, value: form }) => (form === undefined ? [] : [name])),
  );

  test('is a flag of the build, not an alias, given once, with a value where it takes one', () => {
    for (const args of lines) {
      const seen = new Set<string>();
      for (let i = 0; i < args.length; i += 1) {
        const flag = args[i] ?? '';
        expect(known).toContain(flag);
        expect(seen).not.toContain(flag);
        seen.add(flag);
        if (takesValue.has(flag)) i += 1;
      }
    }
  });

  test('leaves nothing to the machine: what is fitted, counted or downloaded is always set', () => {
    for (const args of lines) {
      expect(args).toEqual(
        expect.arrayContaining([
          '--fit',
          '--n-gpu-layers',
          '--ctx-size',
          '--parallel',
          '--threads',
          '--threads-batch',
          '--threads-http',
          '--cache-ram',
          '--load-mode',
          '--offline',
          '--no-ui',
          '--no-slots',
          '--metrics',
          '--port',
          '--host',
          '--split-mode',
        ]),
      );
    }
  });
});

test('further flags come last, by name', () => {
  const args = llamaServerArguments(llamaServerFlags(onCpu, run), {
    '--top-k': 40,
    '--log-jsonl': true,
    '--temp': '0.7',
  });
  expect(args.slice(-5)).toEqual(['--log-jsonl', '--temp', '0.7', '--top-k', '40']);
});

test('conflicts and forbidden flags are thrown, all of them', () => {
  const wrong: LlamaServerSettings = { ...onCpu, ubatchSize: 4096, flashAttention: false, cacheTypeV: 'q8_0' };
  expect(refusal(() => llamaServerFlags(wrong, run, 'dev.models.m'))).toBe(
    [
      'dev.models.m.settings.ubatchSize: a physical batch of 4096 is larger than the logical one of 2048.',
      '  fix: ubatchSize 2048 · batchSize 4096',
      '  [BatchOrder]',
      'dev.models.m.settings.cacheTypeV: a V cache of q8_0 needs flash attention.',
      "  fix: flashAttention true · cacheTypeV 'f16'",
      '  [CacheNeedsFlashAttention]',
    ].join('\n'),
  );
  expect(
    refusal(() => llamaServerArguments(llamaServerFlags(onCpu, run), { '--rpc': 'host:50052' }, 'dev.models.m')),
  ).toBe(
    [
      "dev.models.m.flags['--rpc']: --rpc is never given: the protocol has no authentication, and CVE-2026-34159 runs code through it.",
      '  fix: leave it out',
      '  [ForbiddenFlag]',
    ].join('\n'),
  );
});

test('a pod without GPUs sees none', () => {
  expect(llamaServerEnvironment(0)).toEqual({ NVIDIA_VISIBLE_DEVICES: 'void' });
  expect(llamaServerEnvironment(2)).toEqual({ CUDA_CACHE_PATH: '/tmp/cuda' });
});
