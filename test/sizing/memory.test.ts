/** Memory term by term: what every number is made of. */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../lib/catalog/model';
import { bytes, gib, inMib, mib } from '../../lib/core/bytes';
import type { LlamaServerSettings } from '../../lib/engines/llama-server-settings';
import { diskBytes, llamaServerMemory, ollamaModelMemory, serverOfOllama, termBytes } from '../../lib/sizing';
import { models } from '../../overlays/models';
import { serverSettings } from './server-settings';

const llama8b = models['llama-3.1-8b-instruct/Q4_K_M'];
const llama70b = models['llama-3.3-70b-instruct/Q4_K_M'];
const gptOss = models['gpt-oss-20b/MXFP4'];
const gemma = models['gemma-3-27b-it/Q4_K_M'];
const embedder = models['nomic-embed-text:latest'];
const at = 'production.models.llama';
const names = (terms: readonly { readonly name: string }[]): readonly string[] => terms.map(({ name }) => name);

describe('one GPU', () => {
  const {
    devices: [gpu],
    host,
    disk,
  } = llamaServerMemory(llama70b, serverSettings({ parallel: 4 }), 1, at);

  test('holds layers, output, cache and graph; the embedding stays on the host', () => {
    expect(gpu?.terms.map(({ name, bytes: size, because }) => [name, Math.round(inMib(size)), because])).toEqual([
      ['weights', 39_979, '80 of 80 layers and the output'],
      ['KV cache', 10_240, '80 layers of 8192 cells in 4 streams, f16 and f16'],
      ['compute', 224, 'the widest graph of 512 tokens'],
      ['context', 600, 'CUDA context: up to 325 MiB measured on one GPU'],
    ]);
    expect(gpu?.total).toBe(gpu?.terms.reduce((sum, term) => sum + term.bytes, 0));
  });

  test('asks the host for the embedding, a window to read through, inputs, logits and the process', () => {
    expect(host.terms.map(({ name, bytes: size }) => [name, Math.round(inMib(size))])).toEqual([
      ['mapped weights', 564],
      ['read window', 1024],
      ['compute', 40],
      ['output', 2],
      ['process', 600],
    ]);
    expect(host.terms[1]?.because).toBe(
      'loading reads the whole file of 40 551 MiB once; its pages are reclaimed as the limit is reached, so the limit need not hold them all',
    );
    expect(disk).toEqual({ value: 42_520_371_712, because: 'one file, 40 551 MiB as computed from the tensors' });
  });
});

describe('several GPUs', () => {
  test('share layers by the parts of the tensor split, and keep inputs for a pipeline', () => {
    const { devices } = llamaServerMemory(llama70b, serverSettings({ tensorSplit: [3, 1] }), 2, at);
    expect(devices.map(({ terms }) => terms[0]?.because)).toEqual(['61 of 80 layers', '19 of 80 layers and the output']);
    expect(devices.map((device) => device.terms.find(({ name }) => name === 'compute')?.because)).toEqual([
      'the widest graph of 512 tokens, with inputs for a pipeline',
      'the widest graph of 512 tokens, with inputs for a pipeline',
    ]);
    expect(devices.map((device) => inMib(termBytes(device, 'context')))).toEqual([900, 900]);
  });

  test('divide every matrix in rows, while the cache follows its layer', () => {
    const { devices } = llamaServerMemory(llama70b, serverSettings({ splitMode: 'row' }), 2, at);
    expect(
      Math.abs((devices[0] ? termBytes(devices[0], 'weights') : 0) - (devices[1] ? termBytes(devices[1], 'weights') : 0)),
    ).toBeLessThan(2);
    expect(devices.map((device) => inMib(termBytes(device, 'KV cache')))).toEqual([1312, 1248]);
  });

  test('leave the others empty without a split', () => {
    const { devices } = llamaServerMemory(llama8b, serverSettings({ splitMode: 'none' }), 2, at);
    expect(devices.map((device) => termBytes(device, 'weights') > 0)).toEqual([true, false]);
  });
});

describe('the host', () => {
  test('holds everything without GPUs, mapped or read', () => {
    const mapped = llamaServerMemory(llama8b, serverSettings({ gpuLayers: 0 }), 0, at);
    expect(mapped.devices).toEqual([]);
    expect(names(mapped.host.terms)).toEqual(['mapped weights', 'KV cache', 'compute', 'output', 'process']);
    const read = llamaServerMemory(llama8b, serverSettings({ gpuLayers: 0, loadMode: 'none' }), 0, at);
    expect(names(read.host.terms)).toEqual(['weights', 'KV cache', 'compute', 'output', 'process']);
    expect(read.host.total).toBe(mapped.host.total);
  });

  test('holds a second copy of mapped weights that are rearranged', () => {
    const { host } = llamaServerMemory(llama8b, serverSettings({ gpuLayers: 0, repack: true }), 0, at);
    expect(termBytes(host, 'repacked weights')).toBe(termBytes(host, 'mapped weights') - llama8b.tensors.inputBytes);
  });

  test('holds layers and experts that are kept from the GPU, which then copies what it computes with', () => {
    const all = llamaServerMemory(gptOss, serverSettings(), 1, at);
    const kept = llamaServerMemory(gptOss, serverSettings({ expertLayersOnHost: 24 }), 1, at);
    const [run] = gptOss.tensors.layers;
    expect(termBytes(kept.host, 'mapped weights') - termBytes(all.host, 'mapped weights')).toBe(24 * (run?.expertBytes ?? 0));
    expect(kept.devices[0]?.terms.find(({ name }) => name === 'compute')?.because).toBe(
      'the widest graph of 512 tokens, with 270 MiB copied from the host',
    );
    const half = llamaServerMemory(llama8b, serverSettings({ gpuLayers: 16 }), 1, at);
    expect(termBytes(half.host, 'KV cache')).toBe(mib(17 * 32));
  });

  test('holds prompts that left their slot and checkpoints of the sliding window', () => {
    const { host } = llamaServerMemory(gemma, serverSettings({ cacheRam: gib(2), contextCheckpoints: 4, parallel: 2 }), 1, at);
    expect(termBytes(host, 'prompt cache')).toBe(gib(2));
    expect(host.terms.find(({ name }) => name === 'checkpoints')).toEqual({
      name: 'checkpoints',
      bytes: mib(4 * 2 * 624),
      because: '4 for each of 2 slots, of 624 MiB',
    });
  });
});

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
  const guessing = serverSettings({ contextLength: 8192, parallel: 2, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0', draftTokens: 7 });
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
    expect(gpu?.terms.find(({ name }) => name === 'draft')?.because).toBe('draft model: weights 1 253, KV cache 512, compute 69');
  });

  test('has the model compute logits of every guess and one more', () => {
    const output = (draftTokens: number): number => termBytes(llamaServerMemory(large, { ...guessing, draftTokens }, 1, at, { draft }).host, 'output');
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

describe('Ollama', () => {
  const fleet = {
    contextLength: 40_000,
    parallel: 4,
    maxOutputLength: 512,
    cacheType: 'f16',
    flashAttention: true,
    keepAlive: 'forever',
    maxLoadedModels: 1,
    maxQueue: 64,
    gpuOverhead: bytes(0),
  } as const;

  test('starts its llama-server with the largest batch it may pick and the context of the model at most', () => {
    expect(serverOfOllama(models['qwen2.5:7b'], fleet, 1, at)).toMatchObject({
      contextLength: 32_768,
      parallel: 4,
      ubatchSize: 2048,
      kvCache: 'split',
      cacheTypeV: 'f16',
      loadMode: 'mmap',
    });
    expect(serverOfOllama(embedder, fleet, 1, at)).toMatchObject({ contextLength: 2048, parallel: 1, ubatchSize: 2048, embedding: 'mean' });
    expect(serverOfOllama(models['llama3.2:1b'], fleet, 0, at)).toMatchObject({ loadMode: 'none', gpuLayers: 0, splitMode: 'none' });
  });

  test('keeps the vision encoder of a file beside the model, with room to compute', () => {
    const {
      devices: [gpu],
    } = ollamaModelMemory(models['gemma3:4b'], fleet, 1, at);
    expect(gpu?.terms.find(({ name }) => name === 'projector')?.bytes).toBe((models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1));
    expect(termBytes(ollamaModelMemory(models['gemma3:4b'], fleet, 0, at).host, 'projector')).toBe(
      (models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1),
    );
  });
});
