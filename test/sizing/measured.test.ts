/** Rows of public logs and of runs of ours, each by the formula of its build. */
import { describe, expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { termBytes, weightsBytes } from './terms';
import { models } from '../../overlays/models';
import { measuredRows } from './measured';
import { serverSettings } from './server-settings';
import { compare } from './tables';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(measuredRows.map((row) => [`${row.name}, ${row.build}`, row] as const))('%s', (_name, row) => {
  const devices = compare(row);

  test('weights and cache agree within a mebibyte', () => {
    for (const { engine, ours } of devices) {
      expect(Math.abs(ours[0] - engine[0])).toBeLessThan(1);
      expect(Math.abs(ours[1] - engine[1])).toBeLessThan(1);
    }
  });

  test('the sum of the buffers is never below the measured one, and on a device that computes the model at most a tenth above', () => {
    for (const { engine, ours } of devices) expect(sum(ours)).toBeGreaterThanOrEqual(sum(engine) - 0.02);
    const onDevices = row.gpus.length > 0 ? devices.filter(({ device }) => device !== 'host') : devices;
    for (const { engine, ours } of onDevices) expect(sum(ours)).toBeLessThanOrEqual(sum(engine) * 1.1);
    const all = devices.map(({ engine, ours }) => [sum(engine), sum(ours)] as const);
    expect(sum(all.map(([, ours]) => ours))).toBeLessThanOrEqual(sum(all.map(([engine]) => engine)) * 1.1);
  });
});

/**
 * Figures of other logs, none of which a formula was fitted to: MiB of weights on the GPU and on the host, and of the
 * cache.
 */
describe('logs that tell only weights or a cache', () => {
  const of = (key: keyof typeof models, own: Parameters<typeof serverSettings>[0] = {}) => {
    const {
      devices: [gpu],
      host,
    } = llamaServerMemory(models[key], serverSettings(own), 1, key);
    if (gpu === undefined) throw new Error('one GPU');
    return { gpu, host };
  };

  test.each([
    ['qwen3-14b/Q8_0', 14_177.36, 788.24],
    ['qwen2.5:7b', 4168.09, 292.36],
    ['qwen2.5-32b-instruct/Q4_K_M', 18_508.35, 417.66],
  ] as const)('weights of %s', (key, onGpu, onHost) => {
    const { gpu, host } = of(key);
    expect(termBytes(gpu, 'weights') / mib(1)).toBeCloseTo(onGpu, 1);
    expect(termBytes(host, 'mapped weights') / mib(1)).toBeCloseTo(onHost, 1);
  });

  test('weights of an encoder', () => {
    const { gpu, host } = of('bge-m3:latest', { embedding: 'mean' });
    expect([termBytes(gpu, 'weights') / mib(1), termBytes(host, 'mapped weights') / mib(1)].map(Math.round)).toEqual([
      577, 520,
    ]);
  });

  test('all weights of 235B', () => {
    expect(weightsBytes(models['qwen3-235b-a22b/Q8_0']) / gib(1)).toBeCloseTo(232.769, 3);
  });

  test('a cache with sliding windows, and one that keeps all', () => {
    const cache = (swaFull: boolean): number =>
      termBytes(of('gemma-3-27b-it/Q4_K_M', { contextLength: 32_768, swaFull }).gpu, 'KV cache');
    expect([cache(false), cache(true)]).toEqual([mib(3184), mib(15_872)]);
  });
});
