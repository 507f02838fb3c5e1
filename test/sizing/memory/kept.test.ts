/** What a model and its draft keep: caches, states, windows. */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../../lib/catalog/model';
import { inMib } from '../../../lib/core/bytes';
import type { LlamaServerSettings } from '../../../lib/sizing/settings';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import { diskBytes } from '../../../lib/sizing/pods/disk';
import { termBytes } from '../terms';
import { draftSettings } from '../../../lib/sizing/memory/draft';
import { models } from '../../../overlays/models';
import { serverSettings } from '../server-settings';
import { at, embedder, gptOss, llama8b, names } from './locked';

describe('what a model keeps', () => {
  const cache = (model: Model, own: Partial<LlamaServerSettings>): number => {
    const {
      devices: [gpu],
    } = llamaServerMemory(model, serverSettings(own), 1, at);
    return gpu ? inMib(termBytes(gpu, 'KV cache')) : Number.NaN;
  };

  test('quantised caches take their true bytes', () => {
    expect(cache(llama8b, { cacheTypeK: 'f32', cacheTypeV: 'f32' })).toBe(2048);
    expect(cache(llama8b, { cacheTypeK: 'q8_0', cacheTypeV: 'q8_0' })).toBe(1024 * (34 / 64));
    expect(cache(llama8b, { cacheTypeK: 'q4_0', cacheTypeV: 'q4_0' })).toBe(1024 * (18 / 64));
  });

  test('cells are padded to 256 in each stream, or once for all', () => {
    expect(cache(llama8b, { contextLength: 1000, parallel: 3 })).toBe((3 * 1024) / 8);
    expect(cache(llama8b, { contextLength: 1000, parallel: 3, kvCache: 'unified' })).toBe(3072 / 8);
    expect(cache(llama8b, { contextLength: 100, parallel: 1 })).toBe(256 / 8);
  });

  test('says of how many layers, in how many streams', () => {
    const because = (model: Model, own: Partial<LlamaServerSettings>) =>
      llamaServerMemory(model, serverSettings(own), 1, at).devices[0]?.terms.find(({ name }) => name === 'KV cache')
        ?.because;
    expect(because(llama8b, { parallel: 1 })).toBe('32 layers of 8192 cells in 1 stream, f16 and f16');
    const hybrid = models['qwen3.5-9b/UD-Q4_K_XL'];
    expect(because(hybrid, { parallel: 2 })).toBe(
      `${Math.floor(hybrid.architecture.blockCount / 4)} layers of 8192 cells in 2 streams, f16 and f16`,
    );
  });

  test('sliding windows keep their window and one batch, unless they are to keep all', () => {
    expect(cache(gptOss, { contextLength: 131_072 })).toBe(3072 + 18);
    expect(cache(gptOss, { contextLength: 131_072, swaFull: true })).toBe(6144);
    expect(cache(gptOss, { contextLength: 8192, parallel: 4, kvCache: 'unified' })).toBe(24 * 32 + 24);
  });

  test('recurrent layers keep one state for each slot, and no cache', () => {
    const {
      devices: [gpu],
    } = llamaServerMemory(models['qwen3.5-9b/UD-Q4_K_XL'], serverSettings({ parallel: 2 }), 1, at);
    expect(gpu && [inMib(termBytes(gpu, 'KV cache')), inMib(termBytes(gpu, 'recurrent state'))]).toEqual([512, 100.5]);
  });

  test('encoders keep nothing', () => {
    const {
      devices: [gpu],
    } = llamaServerMemory(embedder, serverSettings({ embedding: 'mean' }), 1, at);
    expect(names(gpu?.terms ?? [])).toEqual(['weights', 'compute', 'context']);
  });
});

describe('a draft model', () => {
  const large = models['llama-3.3-70b-instruct/Q4_K_M'];
  const draft = models['llama-3.2-1b-instruct/Q8_0'];
  const guessing = serverSettings({
    contextLength: 8192,
    parallel: 2,
    cacheTypeK: 'q8_0',
    cacheTypeV: 'q8_0',
    draftTokens: 7,
  });
  const own = { ...guessing, cacheTypeK: 'f16', cacheTypeV: 'f16', draftTokens: 0 } as const;

  test('lies beside the model on the same GPUs, with a context as long and a plain cache of its own', () => {
    for (const gpus of [1, 2]) {
      const together = llamaServerMemory(large, guessing, gpus, at, { draft }).devices;
      const apart = llamaServerMemory(large, guessing, gpus, at).devices;
      const alone = llamaServerMemory(draft, own, gpus, at).devices;
      together.forEach((device, gpu) => {
        const part = alone[gpu];
        if (part === undefined) throw new Error('as many GPUs');
        expect(termBytes(device, 'draft')).toBe(part.total - termBytes(part, 'context'));
        expect(device.total).toBe((apart[gpu]?.total ?? 0) + termBytes(device, 'draft'));
      });
    }
    const [gpu] = llamaServerMemory(large, guessing, 1, at, { draft }).devices;
    expect(gpu?.terms.find(({ name }) => name === 'draft')?.because).toBe(
      'draft model: weights 1 253, KV cache 512, compute 69',
    );
  });

  test('is on no GPU where there is none', () => {
    expect([draftSettings(guessing, 1).gpuLayers, draftSettings(guessing, 0).gpuLayers]).toEqual(['all', 0]);
  });

  test('has the model compute logits of every guess and one more', () => {
    const output = (draftTokens: number): number =>
      termBytes(llamaServerMemory(large, { ...guessing, draftTokens }, 1, at, { draft }).host, 'output');
    expect(output(7)).toBe(8 * output(0));
    expect(output(1000)).toBe(4 * 512 * large.architecture.vocabularySize);
  });

  test('is on the disk, and on the host where there are no GPUs', () => {
    const { host, disk } = llamaServerMemory(large, { ...guessing, gpuLayers: 0 }, 0, at, { draft });
    const alone = llamaServerMemory(draft, { ...own, gpuLayers: 0 }, 0, at).host;
    expect(termBytes(host, 'draft')).toBe(alone.total - termBytes(alone, 'process'));
    expect(disk.value).toBe(diskBytes(large).value + diskBytes(draft).value);
    expect(disk.because).toMatch(/^one file, .*; draft model: one file, /);
  });
});
