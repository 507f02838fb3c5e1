/**
 * The environment of an Ollama server: defaults, every setting showing up, every refusal, and what it does by itself.
 */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { mib } from '../../../lib/core/bytes';
import { minutes, seconds } from '../../../lib/core/duration';
import { covers } from '../../engines/support/covers';
import {
  checkOllama,
  ollamaContract,
  ollamaEnvironment,
  ollamaHome,
  ollamaLargestBatch,
  ollamaParallel,
  type OllamaRun,
} from '../../../lib/engines/ollama/ollama';
import type { OllamaSettings } from '../../../lib/engines/ollama/settings';
import { fleetSettings } from '../../sizing/fleet-settings';
import { llama8b, refusal, sentences } from '../fixtures';

const settings = fleetSettings({ contextLength: 8192, maxOutputLength: 1024, maxLoadedModels: 2 });
const run: OllamaRun = { modelsPath: '/models', gpus: 1, startupBudget: seconds(140) };

test('on one GPU, with the defaults of the settings', () => {
  expect(ollamaEnvironment(settings, run)).toEqual({
    CUDA_CACHE_PATH: '/tmp/cuda',
    HOME: '/home/ollama',
    LLAMA_ARG_CACHE_RAM: '0',
    LLAMA_ARG_CTX_CHECKPOINTS: '0',
    LLAMA_ARG_FIT: 'off',
    LLAMA_ARG_KV_UNIFIED: '0',
    OLLAMA_CONTEXT_LENGTH: '8192',
    OLLAMA_DEBUG: '0',
    OLLAMA_DEBUG_LOG_REQUESTS: '0',
    OLLAMA_FLASH_ATTENTION: '1',
    OLLAMA_GPU_OVERHEAD: '0',
    OLLAMA_HOST: '0.0.0.0:11434',
    OLLAMA_IGPU_ENABLE: '0',
    OLLAMA_KEEP_ALIVE: '-1',
    OLLAMA_KV_CACHE_TYPE: 'f16',
    OLLAMA_LOAD_TIMEOUT: '140s',
    OLLAMA_MAX_LOADED_MODELS: '2',
    OLLAMA_MAX_QUEUE: '64',
    OLLAMA_MODELS: '/models',
    OLLAMA_NOHISTORY: '1',
    OLLAMA_NOPRUNE: '1',
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_NUM_PARALLEL: '2',
    OLLAMA_ORIGINS: 'http://localhost',
    OLLAMA_SCHED_SPREAD: '0',
    OLLAMA_VULKAN: '0',
  });
});

test('every setting shows up', () => {
  const all: Required<OllamaSettings> = {
    contextLength: 4096,
    parallel: 3,
    maxOutputLength: 512,
    cacheType: 'q8_0',
    flashAttention: true,
    keepAlive: minutes(10),
    maxLoadedModels: 1,
    maxQueue: 16,
    loadTimeout: seconds(90),
    gpuOverhead: mib(1),
  };
  expect(ollamaEnvironment(all, { ...run, gpus: 0, threads: 6 })).toMatchObject({
    NVIDIA_VISIBLE_DEVICES: 'void',
    LLAMA_ARG_THREADS: '6',
    OLLAMA_CONTEXT_LENGTH: '4096',
    OLLAMA_NUM_PARALLEL: '3',
    OLLAMA_KV_CACHE_TYPE: 'q8_0',
    OLLAMA_KEEP_ALIVE: '600s',
    OLLAMA_MAX_LOADED_MODELS: '1',
    OLLAMA_MAX_QUEUE: '16',
    OLLAMA_LOAD_TIMEOUT: '90s',
    OLLAMA_GPU_OVERHEAD: '1048576',
  });
  expect(ollamaEnvironment({ ...settings, flashAttention: false }, { ...run, gpus: 2 })).toMatchObject({
    OLLAMA_FLASH_ATTENTION: '0',
    OLLAMA_SCHED_SPREAD: '1',
  });
});

test('no name is that of a secret to a scanner', () => {
  for (const name of Object.keys(ollamaEnvironment(settings, { ...run, threads: 1 }))) {
    expect(name).not.toMatch(/TOKEN|SECRET|PASSWORD|BEARER|_KEY$/);
  }
});

describe('refusals', () => {
  test.each<readonly [Partial<OllamaSettings>, readonly string[]]>([
    [{ parallel: 0 }, ['s.parallel: 0 is not a whole number above 0.', '  [SettingRange]']],
    [{ maxQueue: 1.5 }, ['s.maxQueue: 1.5 is not a whole number above 0.', '  [SettingRange]']],
    [
      { maxOutputLength: 8193 },
      [
        's.maxOutputLength: 8193 tokens do not fit a context of 8192.',
        '  fix: maxOutputLength 8192 · contextLength 8193',
        '  [OutputBeyondContext]',
      ],
    ],
    [
      { cacheType: 'q4_0', flashAttention: false },
      [
        's.cacheType: a cache of q4_0 needs flash attention.',
        "  fix: flashAttention true · cacheType 'f16'",
        '  [CacheNeedsFlashAttention]',
      ],
    ],
  ])('%j', (over, expected) => {
    expect(sentences(checkOllama({ ...settings, ...over }, 's'))).toBe(expected.join('\n'));
  });

  test('are thrown by the environment', () => {
    expect(refusal(() => ollamaEnvironment({ ...settings, parallel: -1 }, run, 'dev.ollama.fleet'))).toBe(
      'dev.ollama.fleet.settings.parallel: -1 is not a whole number above 0.\n  [SettingRange]',
    );
  });
});

describe('what it does by itself', () => {
  const of = (architecture: ArchitectureFacts['architecture']): ArchitectureFacts => ({ ...llama8b, architecture });

  test('one slot for embeddings and for families that are not safe with more', () => {
    expect(ollamaParallel(settings, llama8b)).toBe(2);
    expect(ollamaParallel(settings, of('qwen35'))).toBe(1);
    expect(ollamaParallel(settings, of('nomic-bert'))).toBe(1);
  });

  test('a batch that follows the context of all slots, within the training', () => {
    const batch = (contextLength: number, parallel: number, facts = llama8b): number =>
      ollamaLargestBatch({ ...settings, contextLength, parallel }, facts, 1);
    expect([batch(4096, 1), batch(4097, 1), batch(4096, 2)]).toEqual([512, 1024, 1024]);
    expect([batch(32768, 1), batch(32769, 1), batch(16384, 4)]).toEqual([1024, 2048, 2048]);
    expect(batch(65536, 1, { ...llama8b, contextLength: 4096 })).toBe(512);
    expect(batch(16384, 4, of('qwen35'))).toBe(1024);
    const withoutFlash = { ...settings, contextLength: 65536, flashAttention: false };
    expect([ollamaLargestBatch(withoutFlash, llama8b, 1), ollamaLargestBatch(withoutFlash, llama8b, 0)]).toEqual([
      512, 2048,
    ]);
    expect([batch(8192, 1, of('nomic-bert')), batch(1024, 1, of('bert'))]).toEqual([2048, 1024]);
  });
});

describe('contract', () => {
  test('is that of the image, whose home is writable', () => {
    expect(images.ollama.tag).toBe(ollamaContract.build);
    expect(images.ollama.writes).toContain(ollamaHome);
  });

  test('closes what changes models, and the profiler', () => {
    const { tenant, operator, closed } = ollamaContract.routes;
    const requests = [
      ['DELETE', '/api/delete'],
      ['POST', '/api/push'],
      ['POST', '/api/create'],
      ['GET', '/debug/pprof/heap'],
      ['POST', '/api/pull'],
    ] as const;
    for (const [method, path] of requests) {
      expect(closed.some((route) => covers(route, method, path))).toBe(true);
      expect([...tenant, ...operator].some((route) => covers(route, method, path))).toBe(false);
    }
  });
});
