/** Ollama's own rule of placement: what it expects, where it puts a model, and when it unloads another. */
import { describe, expect, test } from '@jest/globals';
import { inMib, mib } from '../../lib/core/bytes';
import { neverTogether, predictedBytes, type PodGpus, type Resident } from '../../lib/plan/workloads/ollama-placement';
import { models } from '../../overlays/models';

const llama = models['llama3.1:8b'];
const settings = { contextLength: 8192, parallel: 2, maxLoadedModels: 3, gpuOverhead: mib(0) } as Parameters<typeof neverTogether>[1];
const gpus = (count: number, free: number): PodGpus => ({ count, free: mib(free), usable: mib(free - 1000) });
const resident = (tag: string, alone: number, spread: readonly number[] = [alone]): Resident => ({ tag, model: llama, alone: mib(alone), spread: spread.map(mib) });
const predicted = inMib(predictedBytes(llama, settings));

describe('what Ollama expects', () => {
  test('is the file and a cache of two bytes an element, whatever the cache type', () => {
    const file = llama.origin.from === 'ollama' ? llama.origin.layers.reduce((sum, { bytes }) => sum + bytes, 0) : 0;
    expect(predictedBytes(llama, settings) - file).toBe(2 * 32 * 8 * 128 * 8192 * 2 * 2);
  });
});

describe('models loaded together', () => {
  test('stay where each is within 80 % of what the others leave', () => {
    const free = Math.ceil(predicted / 0.8) + 7000;
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], settings, gpus(1, free))).toBeUndefined();
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], settings, gpus(1, free - 10))).toMatch(/^Ollama expects b to take .* more than 80 % of the .* MiB free beside a, and unloads one of those first$/);
  });

  test('may be more than are loaded at once', () => {
    const free = Math.ceil(predicted / 0.8) + 7000;
    expect(neverTogether([resident('a', 7000), resident('b', 7000), resident('c', 6000)], { ...settings, maxLoadedModels: 2 }, gpus(1, free))).toBeUndefined();
    expect(neverTogether([resident('a', 7000), resident('b', 7000), resident('c', 6000)], settings, gpus(1, free))).toBeDefined();
  });

  test('must fit what is usable, although Ollama expects less', () => {
    expect(neverTogether([resident('a', 30_000), resident('b', 12_000)], settings, gpus(1, 42_500))).toBe('a, b take 42 000 MiB of one GPU, and 41 500 MiB are usable');
  });

  test('go to the emptiest GPU, and over all of them where one is too small', () => {
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], settings, gpus(2, 9000))).toBeUndefined();
    expect(neverTogether([resident('a', 9000, [4000, 4000])], settings, gpus(2, 4900))).toMatch(/^a take/);
    expect(neverTogether([resident('a', 9000, [4000, 4000])], settings, gpus(2, 6000))).toBeUndefined();
  });

  test('leave free what they are told to', () => {
    const free = Math.ceil(predicted / 0.8) + 7000;
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], { ...settings, gpuOverhead: mib(100) }, gpus(1, free))).toBeDefined();
  });
});
