/** Models whose memory was measured: what is planned, what they are refused for, and how it is shown. */
import { describe, expect, test } from '@jest/globals';
import type { MeasuredMemory, Model } from '../../lib/catalog/model';
import { gib, mib } from '../../lib/core/bytes';
import { formatFault } from '../../lib/core/fault';
import { llamaServerBuild } from '../../lib/engines/llama-server/build';
import { checkLlamaServer } from '../../lib/engines/llama-server/conflicts';
import { measuredText } from '../../lib/engines/llama-server/conflicts/measured';
import { completeLlamaServerSettings, type LlamaServerSettingsInput } from '../../lib/engines/llama-server/defaults';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { tokensPerSecond } from '../../lib/sizing/time/throughput';
import { models } from '../../overlays/models';

const llama8b: Model = models['llama-3.1-8b-instruct/Q4_K_M'];
const at = 'production.models.own';

const measured: MeasuredMemory = {
  gpu: [7000, 6000],
  host: 900,
  contextLength: 8192,
  parallel: 4,
  build: llamaServerBuild,
  by: 'corral measure on 2 × NVIDIA L40S, 2026-11-29',
};
const own = (changed: Partial<MeasuredMemory> = {}): Model => ({
  ...llama8b,
  architecture: { ...llama8b.architecture, architecture: 'afmoe' },
  memory: { measured: { ...measured, ...changed } },
});
const given: LlamaServerSettingsInput = { contextLength: 8192, parallel: 4, maxOutputLength: 1024 };
const settings = (changed: Partial<LlamaServerSettingsInput> = {}, gpus = 2) =>
  completeLlamaServerSettings({ ...given, ...changed }, gpus);

describe('is planned', () => {
  test('as it was measured, with a tenth more and at least 256 MiB, beside CUDA and the process', () => {
    const { devices, host } = llamaServerMemory(own(), settings({ cacheRam: gib(1) }), 2, at);
    const terms = ({ terms }: (typeof devices)[number]) => terms.map(({ name, bytes }) => [name, bytes / mib(1)]);
    expect(devices.map(terms)).toEqual([
      [
        ['measured', 7000],
        ['margin', 700],
        ['context', 900],
      ],
      [
        ['measured', 6000],
        ['margin', 600],
        ['context', 900],
      ],
    ]);
    expect(terms(host)).toEqual([
      ['measured', 900],
      ['margin', 256],
      ['read window', 1024],
      ['prompt cache', 1024],
      ['process', 600],
    ]);
    expect(host.terms.map(({ because }) => because).slice(0, 2)).toEqual([
      `buffers that build ${llamaServerBuild} printed, measured by corral measure on 2 × NVIDIA L40S, 2026-11-29`,
      'a tenth of what was measured, at least 256 MiB: nothing is computed for this architecture',
    ]);
  });

  test('on the CPU without CUDA and without a window for reading', () => {
    const { devices, host } = llamaServerMemory(own({ gpu: [] }), settings({}, 0), 0, at);
    expect(devices).toEqual([]);
    expect(host.terms.map(({ name }) => name)).toEqual(['measured', 'margin', 'process']);
  });

  test('with a speed at which each token reads all that was measured', () => {
    const gpu = { gigabytesPerSecond: 864, kind: 'GDDR' } as const;
    const host = { gigabytesPerSecond: 50, kind: 'DDR' } as const;
    const alone = tokensPerSecond(
      own({ gpu: [13_000] }),
      settings({}, 1),
      { gpus: { count: 1, memory: gpu }, host },
      at,
    );
    const more = tokensPerSecond(
      own({ gpu: [26_000] }),
      settings({}, 1),
      { gpus: { count: 1, memory: gpu }, host },
      at,
    );
    expect(alone.value).toBeGreaterThan(more.value);
    expect(alone.because).toContain('over 12.7 GiB of active weights and cache');
  });
});

describe('holds for nothing else', () => {
  const sentences = (model: Model, changed: Partial<LlamaServerSettingsInput>, gpus = 2) =>
    checkLlamaServer(settings(changed, gpus), { gpus, model }, `${at}.settings`).map(formatFault);

  test('than the settings, however long answers and however large the cache of prompts', () => {
    expect(sentences(own(), { maxOutputLength: 77, cacheRam: gib(2) })).toEqual([]);
  });

  test.each<readonly [string, Partial<LlamaServerSettingsInput>, readonly string[]]>([
    [
      'context',
      { contextLength: 4096 },
      [
        `${at}.settings.contextLength: 4096, and the memory of this model was measured with 8192.\n  fix: contextLength 8192 · measure again: corral measure\n  [MeasuredWithOtherSettings]`,
      ],
    ],
    [
      'slots and cache',
      { parallel: 2, cacheTypeK: 'q8_0' },
      [
        `${at}.settings.parallel: 2, and the memory of this model was measured with 4.\n  fix: parallel 4 · measure again: corral measure\n  [MeasuredWithOtherSettings]`,
        `${at}.settings.cacheTypeK: 'q8_0', and the memory of this model was measured with 'f16'.\n  fix: cacheTypeK 'f16' · measure again: corral measure\n  [MeasuredWithOtherSettings]`,
      ],
    ],
  ])('%s: one fault each', (_, changed, expected) => {
    expect(sentences(own(), changed)).toEqual(expected);
  });

  test('than the number of GPUs', () => {
    expect(sentences(own(), {}, 1)).toEqual([
      `${at}.settings: 1 GPU, and the memory of this model was measured on 2.\n  fix: gpus 2 · measure again: corral measure\n  [MeasuredWithOtherGpus]`,
    ]);
    expect(() => llamaServerMemory(own(), settings({}, 1), 1, at)).toThrow(
      `${at}: 1 GPU, and the memory of this model was measured on 2.\n  fits with: gpus 2\n  [MeasuredElsewhere]`,
    );
  });

  test('than the build', () => {
    expect(sentences(own({ build: 'b9000' }), {})).toEqual([
      `${at}.settings: the memory of this model was measured with build b9000, and build ${llamaServerBuild} serves it.\n  fix: measure again: corral measure\n  [MeasuredWithOtherBuild]`,
    ]);
  });

  test('than a server of its own: no draft model has it', () => {
    expect(() => llamaServerMemory(llama8b, settings(), 2, at, { draft: own() })).toThrow(
      `${at}: the memory of its draft model was measured, and a draft shares settings and GPUs.\n  fix: a draft model of an architecture with a memory model\n  [NotMeasuredFor]`,
    );
  });
});

test('is said where it stands', () => {
  expect(measuredText(own())).toBe(
    `not computed, but measured: 2 GPUs, build ${llamaServerBuild}, 8192 tokens × 4 slots, by corral measure on 2 × NVIDIA L40S, 2026-11-29`,
  );
  expect(measuredText(llama8b)).toBeUndefined();
});
