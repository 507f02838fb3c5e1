/** Ollama's own rule of placement: what it expects, where it puts a model, and when it unloads another. */
import { ollamaFleetsOf } from './fixtures/servers';
import { describe, expect, test } from '@jest/globals';
import { inMib, mib } from '../../lib/core/bytes';
import { neverTogether, predictedBytes, type Gpus, type Resident } from '../../lib/engines/ollama/placement';
import { models } from '../../overlays/models';
import type { OllamaFleetInput } from '../../lib/engines/ollama/input';
import { cpus, l40s, planOf } from './fixtures/environment';

const llama = models['llama3.1:8b'];
const settings = { contextLength: 8192, parallel: 2, maxLoadedModels: 3, gpuOverhead: mib(0) } as Parameters<
  typeof neverTogether
>[1];
const gpus = (count: number, free: number): Gpus => ({ count, free: mib(free), usable: mib(free - 1000) });
const resident = (tag: string, alone: number, spread: readonly number[] = [alone]): Resident => ({
  tag,
  model: llama,
  alone: mib(alone),
  spread: spread.map(mib),
});
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
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], settings, gpus(1, free - 10))).toMatch(
      /^Ollama predicts .* MiB for b, which is more than 80 % of the .* MiB that are free next to a, and it unloads a model to make space$/,
    );
  });

  test('may be more than are loaded at once', () => {
    const free = Math.ceil(predicted / 0.8) + 7000;
    expect(
      neverTogether(
        [resident('a', 7000), resident('b', 7000), resident('c', 6000)],
        { ...settings, maxLoadedModels: 2 },
        gpus(1, free),
      ),
    ).toBeUndefined();
    expect(
      neverTogether([resident('a', 7000), resident('b', 7000), resident('c', 6000)], settings, gpus(1, free)),
    ).toBeDefined();
  });

  // Ollama expects much of it, since it does not know the cache types, and it takes little.
  const overrated: Resident = { tag: 'overrated', model: models['qwen2.5:14b'], alone: mib(2000), spread: [mib(2000)] };
  const expected = inMib(predictedBytes(overrated.model, settings));
  const two = { ...settings, maxLoadedModels: 2 };

  test.each([0, 40])('are any that may be loaded, not only those that take most; beside %d others', (others) => {
    const small = Array.from({ length: others }, (_, i) => resident(`small-${i}`, 100));
    const all = [overrated, resident('a', 9000), resident('b', 8000), ...small];
    const free = Math.max(Math.ceil(expected / 0.8) + 9000, 18_000);
    expect(neverTogether(all, two, gpus(1, free))).toBeUndefined();
    expect(neverTogether(all, two, gpus(1, free - 10))).toMatch(
      /^Ollama predicts .* MiB for overrated, .* next to a, and it unloads a model to make space$/,
    );
  });

  test('must fit what is usable, although Ollama expects less', () => {
    expect(neverTogether([resident('a', 30_000), resident('b', 12_000)], settings, gpus(1, 42_500))).toBe(
      'a, b need 42 000 MiB on one GPU, but only 41 500 MiB are usable',
    );
  });

  test('go to the emptiest GPU, and over all of them where one is too small', () => {
    expect(neverTogether([resident('a', 7000), resident('b', 7000)], settings, gpus(2, 9000))).toBeUndefined();
    expect(neverTogether([resident('a', 9000, [4000, 4000])], settings, gpus(2, 4900))).toMatch(/^a needs/);
    expect(neverTogether([resident('a', 9000, [4000, 4000])], settings, gpus(2, 6000))).toBeUndefined();
  });

  test('may be expected to take exactly the share that they may, and take all that is usable', () => {
    const bytesOf = (free: number, usable: number, count = 1): Gpus => ({
      count,
      free: free as Gpus['free'],
      usable: usable as Gpus['usable'],
    });
    const share = 1.25 * predictedBytes(llama, settings);
    const [a, b] = [resident('a', 7000), resident('b', 7000)];
    expect(neverTogether([a, b], settings, bytesOf(share + mib(7000), mib(14_000)))).toBeUndefined();
    expect(neverTogether([a, b], settings, bytesOf(share + mib(7000) - 8, mib(14_000)))).toMatch(
      /^Ollama predicts .* MiB for b,/,
    );
    expect(neverTogether([a, b], settings, bytesOf(share + mib(7000), mib(14_000) - 1))).toMatch(
      /^a, b need 14 000 MiB/,
    );
    // On one of two GPUs, not over both, where its share is exactly there.
    expect(neverTogether([resident('a', 7000, [9000, 9000])], settings, bytesOf(share, mib(7000), 2))).toBeUndefined();
    expect(neverTogether([resident('a', 7000, [9000, 9000])], settings, bytesOf(share - 8, mib(7000), 2))).toMatch(
      /^a needs 9 000 MiB/,
    );
  });

  test('may share all GPUs, beside others that leave too little on each', () => {
    const room = Math.ceil(predicted / 1.6) + 100;
    const pair = [resident('a', 7000, [500, 500]), resident('b', 7000, [500, 500])];
    expect(neverTogether(pair, settings, gpus(2, room + 500))).toBeUndefined();
    expect(neverTogether(pair, settings, { ...gpus(2, room), usable: mib(9000) })).toMatch(
      new RegExp(
        `more than 80 % of the ${(2 * (room - 500)).toLocaleString('en').replace(',', ' ')} MiB that are free next to a,`,
      ),
    );
  });

  test('are looked at with the heaviest beside each, where there are too many orders', () => {
    const many = Array.from({ length: 40 }, (_, i) => resident(`small-${i}`, 100));
    const three = { ...settings, maxLoadedModels: 3 };
    const free = Math.ceil(expected / 0.8) + 17_000;
    const all = [overrated, resident('a', 9000), resident('b', 8000), ...many];
    expect(neverTogether(all, three, gpus(1, free))).toBeUndefined();
    expect(neverTogether(all, three, gpus(1, free - 10))).toMatch(
      /^Ollama predicts .* MiB for overrated, .* next to a, b, and it unloads a model to make space$/,
    );
  });

  test('leave free what they are told to', () => {
    const free = Math.ceil(predicted / 0.8) + 7000;
    expect(
      neverTogether([resident('a', 7000), resident('b', 7000)], { ...settings, gpuOverhead: mib(100) }, gpus(1, free)),
    ).toBeDefined();
  });
});

describe('a fleet that swaps models', () => {
  const fleet = (more: Partial<OllamaFleetInput>): OllamaFleetInput => ({
    models: ['qwen2.5:0.5b', 'qwen2.5:7b', 'qwen2.5:14b'],
    settings: { contextLength: 4096, parallel: 1, maxOutputLength: 512, maxLoadedModels: 1 },
    pools: ['gpus'],
    gpus: 1,
    replicas: 1,
    swap: 'accepted',
    ...more,
  });
  const planned = (more: Partial<OllamaFleetInput> = {}) => {
    const [only] = ollamaFleetsOf(planOf({ pools: { gpus: l40s(1, 1), cpu: cpus(1) }, ollama: { o: fleet(more) } }));
    if (only === undefined) throw new Error('one fleet');
    return only;
  };

  test('stages all of them, loads as many as it may at its start, and again the largest one', () => {
    const { budgets, reloadTime, loadTimeout } = planned();
    expect(budgets.staging.because).toBe('13.1 GiB × 1 reader over 2.00 GB/s, and hashing at 0.40 GB/s');
    expect(budgets.startup.because).toBe('2 × 8.4 GiB over 3.00 GB/s, plus 60 s');
    expect(loadTimeout).toEqual(budgets.startup);
    expect(reloadTime?.because).toBe('2 × 8.4 GiB over 3.00 GB/s, plus 60 s');
    expect(
      planned({ settings: { contextLength: 4096, parallel: 1, maxOutputLength: 512, maxLoadedModels: 2 } }).reloadTime
        ?.because,
    ).toBe('2 × 8.4 GiB over 3.00 GB/s, plus 60 s');
  });

  test('needs host memory for those that are loaded at once', () => {
    expect(
      planned({ settings: { contextLength: 4096, parallel: 1, maxOutputLength: 512, maxLoadedModels: 2 } }).compute
        .memory.because,
    ).toMatch(/^2 models at once: [\d ]+ MiB of runners, 256 MiB of the server$/);
  });

  test('each with a list of its own, brings and keeps no more than the largest list', () => {
    const { localWeights, budgets } = planned({
      models: { byOrdinal: [['qwen2.5:14b'], ['qwen2.5:0.5b', 'qwen2.5:7b']] },
      replicas: 2,
      pools: ['gpus'],
      gpus: 0,
      cpu: 16,
    });
    expect(localWeights.because).toBe('8 572 MiB of models');
    expect(budgets.staging.because).toBe('8.4 GiB × 2 readers over 2.00 GB/s, and hashing at 0.40 GB/s');
  });
});
