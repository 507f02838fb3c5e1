/** GPU memory that may be used, speed, load times and drains: numbers with the reasons that are printed. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gpus } from '../../lib/catalog/gpus';
import { gib, inMib, mib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import { freeOfUnit, usableGpu, usableMemory, usableOfUnit } from '../../lib/sizing/memory/gpu-memory';
import { gracePeriod, longestGeneration } from '../../lib/sizing/time/drain';
import { stagingTime, startupBudget } from '../../lib/sizing/time/load-time';
import { tokensPerSecond } from '../../lib/sizing/time/throughput';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { termBytes, weightsBytes } from './terms';
import { models } from '../../overlays/models';
import type { EnvironmentInput } from '../../lib/environment/environment';
import { environmentOf } from '../plan/fixtures/environment';
import { serverSettings } from './server-settings';

const hardware = { gpus: 1, cpu: 16, memory: gib(64), ephemeralStorage: gib(200), diskBandwidth: gib(1) };
const parsePools = (nodePools: EnvironmentInput['nodePools']) => environmentOf({ pools: nodePools }).nodePools;

describe('usable memory', () => {
  test('has one definition, for cards, slices and shares', () => {
    expect(inMib(usableGpu(gpus['NVIDIA-L4']).value)).toBe(21_651);
    expect(usableGpu(gpus['NVIDIA-L40S'])).toEqual({
      value: mib(43_303),
      because: '99 % of 46068 MiB less 2304 MiB of headroom',
    });
    const pools = parsePools({
      sliced: {
        on: 'metal',
        nodes: 1,
        sharing: { by: 'mig', profile: '1g.10gb' },
        hardware: { ...hardware, gpu: 'NVIDIA-A100-SXM4-80GB' },
      },
      shared: {
        on: 'metal',
        nodes: 1,
        sharing: { by: 'time-slicing', replicas: 4 },
        hardware: { ...hardware, gpu: 'Tesla-T4' },
      },
    });
    expect(usableMemory(pools['sliced']?.gpu?.memoryMibPerUnit ?? 0).because).toBe(
      '99 % of 9728 MiB less 1024 MiB of headroom',
    );
    expect(usableMemory(pools['shared']?.gpu?.memoryMibPerUnit ?? 0)).toEqual({
      value: mib(2777),
      because: '99 % of 3840 MiB less 1024 MiB of headroom',
    });
  });

  test('is less where driver and program take more at the start than the part that is always left out', () => {
    const radeon = { gpu: gpus['AMD-Radeon-RX-7900-XTX'], memoryMibPerUnit: 24_560 };
    expect(freeOfUnit(radeon)).toBe(mib(24_560 - 512));
    expect(usableOfUnit(radeon)).toEqual({
      value: mib(24_560 - 512 - 1228),
      because:
        '99 % of 24560 MiB less 1228 MiB of headroom, and 266 MiB more at the start: HIP and firmware of a Radeon: 66 to 458 MiB reported',
    });
    // One hundredth of an MI300X is more than the 640 MiB of an Instinct.
    expect(usableGpu(gpus['AMD-Instinct-MI300X'])).toEqual(usableMemory(196_592));
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
        (gpu, replicas) =>
          replicas * usableOfUnit({ gpu, memoryMibPerUnit: Math.floor(gpu.memoryMib / replicas) }).value <=
          usableGpu(gpu).value,
      ),
    );
  });
});

describe('tokens per second', () => {
  const host = { gigabytesPerSecond: 32, kind: 'DDR' } as const;
  const gddr = { gpus: { count: 1, memory: { gigabytesPerSecond: 864, kind: 'GDDR' } }, host } as const;
  const seconds8b = (mib(4403.5) + gib(1)) / (0.78 * 864e9) + 32 * 0.00012;
  const at = 'models.llama';

  test('are bandwidth over what one step reads, and a time for each layer, and say so', () => {
    const speed = tokensPerSecond(models['llama-3.1-8b-instruct/Q4_K_M'], serverSettings(), gddr, at);
    expect(speed.value).toBeCloseTo(1 / seconds8b, 1);
    expect(speed.because).toBe(
      '0.78 × 864 GB/s of GDDR over 5.3 GiB of active weights and cache, 0.12 ms for each of 32 layers, with 1 slot busy',
    );
  });

  test('of several GPUs and of experts on HBM take more for each layer, and a GPU that pods share takes as many times as long', () => {
    const hbm = (count: number, sharedBy?: number) =>
      ({ gpus: { count, memory: { gigabytesPerSecond: 2039, kind: 'HBM', sharedBy } }, host }) as const;
    const because = (key: 'llama-3.1-8b-instruct/Q4_K_M' | 'qwen3-30b-a3b/Q4_K_M', count: number, sharedBy?: number) =>
      tokensPerSecond(models[key], serverSettings(), hbm(count, sharedBy), at).because;
    expect(because('llama-3.1-8b-instruct/Q4_K_M', 1)).toMatch(
      /^0\.46 × 2039 GB\/s of HBM .* 0\.12 ms for each of 32 layers/,
    );
    expect(because('llama-3.1-8b-instruct/Q4_K_M', 2)).toContain('0.19 ms for each of 32 layers');
    expect(because('qwen3-30b-a3b/Q4_K_M', 2)).toContain('0.26 ms for each of 48 layers');
    expect(because('llama-3.1-8b-instruct/Q4_K_M', 1, 7)).toContain('0.84 ms for each of 32 layers');
  });

  test('of what stays on the host are those of its memory', () => {
    const whole = serverSettings();
    expect(tokensPerSecond(models['llama-3.1-8b-instruct/Q4_K_M'], whole, { host }, at).because).toBe(
      '0.5 × 32 GB/s of DDR over 5.3 GiB of active weights and cache, with 1 slot busy',
    );
    expect(
      tokensPerSecond(models['llama-3.1-8b-instruct/Q4_K_M'], serverSettings({ gpuLayers: 17 }), gddr, at).because,
    ).toBe(
      '0.78 × 864 GB/s of GDDR over 2.9 GiB of active weights and cache, 0.12 ms for each of 32 layers, 0.5 × 32 GB/s of DDR over 2.4 GiB of active weights and cache, with 1 slot busy',
    );
    const routed = models['qwen3-30b-a3b/Q4_K_M'];
    const [onGpu, onHost] = [whole, serverSettings({ expertLayersOnHost: 48 })].map(
      (settings) => tokensPerSecond(routed, settings, gddr, at).value,
    );
    expect(onHost).toBeLessThan((onGpu ?? 0) / 5);
  });

  test('read only the experts in use, of as many tokens as there are slots, and never more than all', () => {
    const routed = models['qwen3-30b-a3b/Q4_K_M'];
    // Bytes that one step reads from the host's memory, half of whose bandwidth is reached; one cell of cache a slot.
    const read = (parallel: number): number =>
      (0.5 * host.gigabytesPerSecond * 1e9) /
      tokensPerSecond(routed, serverSettings({ parallel, contextLength: 1 }), { host }, at).value;
    const cache = (parallel: number): number =>
      termBytes(llamaServerMemory(routed, serverSettings({ parallel, contextLength: 1 }), 0, at).host, 'KV cache');
    const weights = (parallel: number): number => read(parallel) - cache(parallel);
    const one = weights(1);
    expect(one).toBeLessThan(weightsBytes(routed) / 5);
    expect(weights(4) - one).toBeCloseTo(3 * (weights(2) - one), -2);
    expect(weights(64)).toBeLessThanOrEqual(weightsBytes(routed));
    expect(weights(64)).toBeCloseTo(weights(32), -2);
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
            tokensPerSecond(model, serverSettings({ contextLength: contextLength * 2, parallel }), gddr, at).value <=
              before &&
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
    expect(startupBudget(gib(40), 2e9)).toEqual({
      value: seconds(103),
      because: '2 × 40.0 GiB over 2.00 GB/s, plus 60 s',
    });
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
