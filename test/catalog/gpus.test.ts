/** The GPU data is sane: labels, memory and MIG slices agree with each other and with what drivers report. */
import { describe, expect, test } from '@jest/globals';
import type { Gpu } from '../../lib/catalog/gpu';
import { gpus } from '../../lib/catalog/gpus';
import { smallestMigShare } from '../../lib/catalog/mig-profiles';

const all: readonly (readonly [string, Gpu])[] = Object.entries(gpus);

describe.each(all)('%s', (key, gpu) => {
  test('is keyed by its product label, which a node label can carry', () => {
    expect(gpu.product).toBe(key);
    expect(key).toMatch(/^(NVIDIA|Tesla)-[A-Za-z0-9-]+$/);
    expect(key.length).toBeLessThanOrEqual(63);
  });

  test('has whole MiB of memory, with a source', () => {
    expect(Number.isInteger(gpu.memoryMib)).toBe(true);
    expect(gpu.memoryMib).toBeGreaterThan(15_000);
    expect(gpu.source).not.toBe('');
  });

  test('has slices that fit the card, all of one profile at once', () => {
    for (const { memoryMib, perGpu, computeSlices } of gpu.migProfiles) {
      expect(memoryMib * perGpu).toBeLessThanOrEqual(gpu.memoryMib);
      expect(computeSlices * perGpu).toBeLessThanOrEqual(7);
    }
    expect(new Set(gpu.migProfiles.map(({ profile }) => profile)).size).toBe(gpu.migProfiles.length);
  });
});

test('no slice has more than its name promises, and a lower bound is the stated share of it', () => {
  for (const { profile, memoryMib, memoryFrom } of all.flatMap(([, { migProfiles }]) => migProfiles)) {
    const nominalMib = Number(/\.(\d+)gb$/.exec(profile)?.[1]) * 1024;
    expect(memoryMib).toBeLessThan(nominalMib);
    expect(memoryMib).toBeGreaterThanOrEqual(Math.floor(smallestMigShare * nominalMib));
    if (memoryFrom === 'lower bound') expect(memoryMib).toBe(Math.floor(smallestMigShare * nominalMib));
  }
});

test('bandwidth tells HBM from GDDR where it must: every HBM card is at least as fast as a V100', () => {
  for (const [, gpu] of all) if (gpu.memoryType === 'HBM') expect(gpu.bandwidthGbPerSecond).toBeGreaterThanOrEqual(900);
});

test('the cards that are easily confused are kept apart', () => {
  expect(gpus['NVIDIA-A10'].memoryMib).toBeLessThan(gpus['NVIDIA-A100-SXM4-40GB'].memoryMib);
  expect(gpus['NVIDIA-L4'].memoryMib).toBe(23034);
  expect(gpus['NVIDIA-L40S'].memoryMib).toBe(46068);
  expect(gpus['NVIDIA-A100-SXM4-80GB'].memoryMib).toBe(2 * gpus['NVIDIA-A100-SXM4-40GB'].memoryMib);
});
