/** GPU memory that may be used, speed, load times and drains: numbers with the reasons that are printed. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gpus } from '../../lib/catalog/gpus';
import { gib, inMib, mib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import {
  activeWeightBytes,
  gracePeriod,
  longestGeneration,
  stagingTime,
  startupBudget,
  tokensPerSecond,
  usableGpu,
  usableMemory,
  weightsBytes,
} from '../../lib/sizing';
import { models } from '../../overlays/models';
import type { EnvironmentInput } from '../../lib/environment/environment';
import { environmentOf } from '../plan/fixtures/environment';
import { serverSettings } from './server-settings';

const hardware = { gpus: 1, cpu: 16, memory: gib(64), ephemeralStorage: gib(200), diskBandwidth: gib(1) };
const parsePools = (nodePools: EnvironmentInput['nodePools']) => environmentOf({ pools: nodePools }).nodePools;

describe('usable memory', () => {
  test('has one definition, for cards, slices and shares', () => {
    expect(inMib(usableGpu(gpus['NVIDIA-L4']).value)).toBe(21_651);
    expect(usableGpu(gpus['NVIDIA-L40S'])).toEqual({ value: mib(43_303), because: '99 % of 46068 MiB less 2304 MiB of headroom' });
    const pools = parsePools({
      sliced: { on: 'metal', nodes: 1, sharing: { by: 'mig', profile: '1g.10gb' }, hardware: { ...hardware, gpu: 'NVIDIA-A100-SXM4-80GB' } },
      shared: { on: 'metal', nodes: 1, sharing: { by: 'time-slicing', replicas: 4 }, hardware: { ...hardware, gpu: 'Tesla-T4' } },
    });
    expect(usableMemory(pools['sliced']?.gpu?.memoryMibPerUnit ?? 0).because).toBe('99 % of 9728 MiB less 1024 MiB of headroom');
    expect(usableMemory(pools['shared']?.gpu?.memoryMibPerUnit ?? 0)).toEqual({ value: mib(2777), because: '99 % of 3840 MiB less 1024 MiB of headroom' });
  });

  test('never exceeds the card, never goes below nothing, and shares never add up to more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        (memory) => usableMemory(memory).value >= 0 && usableMemory(memory).value <= mib(memory),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(gpus)),
        fc.integer({ min: 1, max: 16 }),
        (gpu, replicas) => replicas * usableMemory(Math.floor(gpu.memoryMib / replicas)).value <= usableGpu(gpu).value,
      ),
    );
  });
});

describe('tokens per second', () => {
  const gddr = { gigabytesPerSecond: 864, kind: 'GDDR' } as const;
  const at = 'models.llama';

  test('are bandwidth over what one step reads, and say so', () => {
    const speed = tokensPerSecond(models['llama-3.1-8b-instruct/Q4_K_M'], serverSettings(), gddr, at);
    expect(speed.value).toBeCloseTo((0.65 * 864e9) / (mib(4403.5) + gib(1)), 0);
    expect(speed.because).toBe('0.65 × 864 GB/s of GDDR over 5.3 GiB of active weights and cache, with 1 slot busy');
  });

  test('stay below what was measured on one L40S without load, and not far below', () => {
    const short = serverSettings({ contextLength: 1024 });
    expect(tokensPerSecond(models['llama-3-8b-instruct/Q4_K_M'], short, gddr, at).value).toBeGreaterThan(113.6 * 0.8);
    expect(tokensPerSecond(models['llama-3-8b-instruct/Q4_K_M'], short, gddr, at).value).toBeLessThan(113.6 * 1.1);
    expect(tokensPerSecond(models['llama-3-70b-instruct/Q4_K_M'], short, gddr, at).value).toBeLessThan(15.3);
  });

  test('read only the experts in use, of as many tokens as there are slots, and never more than all', () => {
    const routed = models['qwen3-30b-a3b/Q4_K_M'];
    const one = activeWeightBytes(routed);
    expect(one).toBeLessThan(weightsBytes(routed) / 5);
    expect(activeWeightBytes(routed, 4) - one).toBeCloseTo(3 * (activeWeightBytes(routed, 2) - one), -2);
    expect(activeWeightBytes(routed, 1000)).toBeLessThanOrEqual(weightsBytes(routed));
    expect(tokensPerSecond(routed, serverSettings(), gddr, at).because).toMatch(/^0\.35 × /);
  });

  test('never rise with context or slots', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(models['llama3.2:3b'], models['gpt-oss-20b/MXFP4']),
        fc.integer({ min: 256, max: 30_000 }),
        fc.integer({ min: 1, max: 6 }),
        (model, contextLength, parallel) => {
          const before = tokensPerSecond(model, serverSettings({ contextLength, parallel }), gddr, at).value;
          return (
            tokensPerSecond(model, serverSettings({ contextLength: contextLength * 2, parallel }), gddr, at).value <= before &&
            tokensPerSecond(model, serverSettings({ contextLength, parallel: parallel + 1 }), gddr, at).value <= before
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('times', () => {
  test('to start: twice the bytes over the disk, and a minute', () => {
    expect(startupBudget(gib(40), 2e9)).toEqual({ value: seconds(103), because: '2 × 40.0 GiB over 2.00 GB/s, plus 60 s' });
  });

  test('to stage: the store is shared by all readers, and every byte is hashed', () => {
    expect(stagingTime({ weights: gib(4), readers: 3, store: 1e9 })).toEqual({
      value: seconds(24),
      because: '4.0 GiB × 3 readers over 1.00 GB/s, and hashing at 0.40 GB/s',
    });
    expect(stagingTime({ weights: gib(4), readers: 1, store: 1e9, hash: 4e9 }).because).toBe(
      '4.0 GiB × 1 reader over 1.00 GB/s, and hashing at 4.00 GB/s',
    );
  });

  test('to drain: the longest answer, between endpoints and shutdown', () => {
    const generation = longestGeneration(2048, derived(10, 'measured'));
    expect(generation).toEqual({ value: seconds(205), because: '2048 tokens at 10.0 tokens/s (measured)' });
    expect(gracePeriod(seconds(10), generation)).toEqual({
      value: seconds(230),
      because: '10 s for endpoints to follow, 3 min 25 s for the longest answer, 15 s to end',
    });
    expect(gracePeriod(minutes(1), generation).value).toBe(280);
  });
});
