/** Memory term by term: what every number is made of. */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts, Model } from '../../lib/catalog/model';
import { bytes, gib, inMib, mib } from '../../lib/core/bytes';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { diskBytes } from '../../lib/sizing/pods/disk';
import { termBytes } from './terms';
import { ollamaModelMemory, serverOfOllama } from '../../lib/engines/ollama/memory';
import { draftSettings } from '../../lib/sizing/memory/draft';
import { models } from '../../overlays/models';
import { modelOfShape } from '../gguf/model-of-shape';
import { fleetSettings } from './fleet-settings';
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

  test.each([
    ['nvidia.com/gpu', 1, 'CUDA context: up to 325 MiB measured on one GPU', 'CUDA'],
    ['nvidia.com/mig-1g.10gb', 1, 'CUDA context: up to 325 MiB measured on one GPU', 'CUDA'],
    ['amd.com/gpu', 1, 'HIP context, planned as that of CUDA: up to 325 MiB measured on one GPU', 'HIP'],
    ['amd.com/gpu', 2, 'HIP context, planned as that of CUDA with peers: up to 753 MiB measured', 'HIP'],
    ['gpu.intel.com/xe', 1, 'Vulkan context, planned as that of CUDA: up to 325 MiB measured on one GPU', 'Vulkan'],
  ])('on %s, %i each, the runtime has its own name, and as much memory', (gpuResource, gpus, context, side) => {
    const of = (resource: string | undefined) =>
      llamaServerMemory(llama70b, serverSettings({ parallel: 4 }), gpus, at, { gpuResource: resource });
    const memory = of(gpuResource);
    expect(memory.devices.map(({ terms }) => terms.find(({ name }) => name === 'context')?.because)).toEqual(
      Array.from({ length: gpus }, () => context),
    );
    expect(memory.host.terms.find(({ name }) => name === 'process')?.because).toBe(
      `libraries, vocabulary, requests, and the host side of ${side}`,
    );
    expect([memory.devices.map(({ total }) => total), memory.host.total]).toEqual([
      of(undefined).devices.map(({ total }) => total),
      of(undefined).host.total,
    ]);
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

describe('adapters', () => {
  const width = 28_672 + 16;
  const adapted: Model = {
    ...llama70b,
    adapters: {
      wide: {
        file: { path: 'wide.gguf', sha256: '0'.repeat(64), bytes: mib(512), bytesFrom: 'stated' },
        tensors: { inputBytes: mib(3), outputBytes: mib(5), layers: [{ layers: 80, bytes: mib(6) }], width },
      },
    },
  };
  const used = { adapters: [{ name: 'wide', scale: 0 }] };
  const memory = (model: Model, own: Partial<LlamaServerSettings>, gpus: number) => {
    const { devices, host } = llamaServerMemory(model, serverSettings(own), gpus, at);
    return { devices, host, first: devices[0] ?? { terms: [], total: bytes(0) } };
  };

  test('are beside the matrices that they change, and make the graph wider, whatever their scale', () => {
    const [plain, one] = [memory(adapted, {}, 1), memory(adapted, used, 1)];
    expect([termBytes(one.first, 'adapters'), termBytes(one.host, 'adapters')]).toEqual([mib(485), mib(3)]);
    expect(termBytes(one.first, 'compute') - termBytes(plain.first, 'compute')).toBe(4 * 512 * width);
    expect(names(plain.first.terms)).not.toContain('adapters');
    const two = memory(adapted, { ...used, tensorSplit: [1, 1] }, 2);
    expect(two.devices.map((device) => termBytes(device, 'adapters'))).toEqual([mib(6 * 41), mib(6 * 39 + 5)]);
  });

  test('are on the disk of every server of the model', () => {
    expect(diskBytes(adapted).value - diskBytes(llama70b).value).toBe(mib(512));
    expect(diskBytes(adapted).because).toContain('one file and adapter wide, ');
  });
});

describe('several GPUs', () => {
  test('share layers by the parts of the tensor split, and keep inputs for a pipeline', () => {
    const { devices } = llamaServerMemory(llama70b, serverSettings({ tensorSplit: [3, 1] }), 2, at);
    expect(devices.map(({ terms }) => terms[0]?.because)).toEqual([
      '61 of 80 layers',
      '19 of 80 layers and the output',
    ]);
    expect(devices.map((device) => device.terms.find(({ name }) => name === 'compute')?.because)).toEqual([
      'the widest graph of 512 tokens, with inputs for a pipeline',
      'the widest graph of 512 tokens, with inputs for a pipeline',
    ]);
    expect(devices.map((device) => inMib(termBytes(device, 'context')))).toEqual([900, 900]);
  });

  test('divide every matrix in rows, while the cache follows its layer', () => {
    const { devices } = llamaServerMemory(llama70b, serverSettings({ splitMode: 'row' }), 2, at);
    const [alone] = llamaServerMemory(llama70b, serverSettings(), 1, at).devices;
    const half = alone === undefined ? 0 : termBytes(alone, 'weights') / 2;
    for (const device of devices) expect(Math.abs(termBytes(device, 'weights') - half)).toBeLessThan(2);
    expect(devices.map((device) => inMib(termBytes(device, 'KV cache')))).toEqual([1312, 1248]);
  });

  test('deal layers out up to the border, which falls to the next', () => {
    const { inputBytes, outputBytes, tied } = llama8b.tensors;
    const model: Model = {
      ...llama8b,
      architecture: { ...llama8b.architecture, blockCount: 3 },
      tensors: { from: 'header', inputBytes, outputBytes, tied, layers: [{ layers: 3, bytes: 1e8 }] },
    };
    expect(llamaServerMemory(model, serverSettings(), 2, at).devices.map(({ terms }) => terms[0]?.because)).toEqual([
      '2 of 3 layers',
      '1 of 3 layers and the output',
    ]);
  });

  test('compute logits only where the output is', () => {
    const many = serverSettings({ parallel: 8, draftTokens: 63 });
    const [first, last] = llamaServerMemory(llama70b, many, 2, at).devices.map((device) =>
      termBytes(device, 'compute'),
    );
    const [plain] = llamaServerMemory(llama70b, serverSettings({ parallel: 8 }), 2, at).devices.map((device) =>
      termBytes(device, 'compute'),
    );
    expect(first).toBe(plain);
    expect(inMib(last ?? bytes(0))).toBeGreaterThan((4 * 8 * 64 * llama70b.architecture.vocabularySize) / 8 / 2 ** 20);
    expect((last ?? 0) - (first ?? 0)).toBeGreaterThan(mib(50));
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

  test('holds a second copy of a tied output as well, which the host computes with', () => {
    const tied = models['llama-3.2-1b-instruct/Q4_K_M'];
    const { host } = llamaServerMemory(tied, serverSettings({ gpuLayers: 0, repack: true }), 0, at);
    const layers = tied.tensors.layers.reduce((sum, run) => sum + run.layers * run.bytes, 0);
    expect(tied.tensors.tied).toBe(true);
    expect(termBytes(host, 'repacked weights')).toBe(layers + tied.tensors.outputBytes);
  });

  test('holds layers and experts that are kept from the GPU, which then copies what it computes with', () => {
    const all = llamaServerMemory(gptOss, serverSettings(), 1, at);
    const kept = llamaServerMemory(gptOss, serverSettings({ expertLayersOnHost: 24 }), 1, at);
    const [run] = gptOss.tensors.layers;
    expect(termBytes(kept.host, 'mapped weights') - termBytes(all.host, 'mapped weights')).toBe(
      24 * (run?.expertBytes ?? 0),
    );
    expect(kept.devices[0]?.terms.find(({ name }) => name === 'compute')?.because).toBe(
      'the widest graph of 512 tokens, with 135 MiB copied from the host',
    );
    const half = llamaServerMemory(llama8b, serverSettings({ gpuLayers: 16 }), 1, at);
    expect(half.devices[0]?.terms.find(({ name }) => name === 'compute')?.because).toMatch(
      /, with \d+ MiB copied from the host$/,
    );
    const copied = (contextLength: number): number =>
      Number(
        /with ([\d ]+) MiB copied/
          .exec(
            llamaServerMemory(llama8b, serverSettings({ gpuLayers: 16, contextLength }), 1, at).devices[0]?.terms.find(
              ({ name }) => name === 'compute',
            )?.because ?? '',
          )?.[1]
          ?.replaceAll(' ', ''),
      );
    // Keys and values of a layer of the host, 4 KiB for each token, and one of the next layer's two.
    expect(copied(32_768) - copied(8192)).toBe((6 * (32_768 - 8192)) / 1024);
    expect(termBytes(half.host, 'KV cache')).toBe(mib(17 * 32));
  });

  test('holds prompts that left their slot and checkpoints of the sliding window', () => {
    const { host } = llamaServerMemory(
      gemma,
      serverSettings({ cacheRam: gib(2), contextCheckpoints: 4, parallel: 2 }),
      1,
      at,
    );
    expect(termBytes(host, 'prompt cache')).toBe(gib(2));
    expect(host.terms.find(({ name }) => name === 'checkpoints')).toEqual({
      name: 'checkpoints',
      bytes: mib(4 * 2 * 624),
      because: '4 for each of 2 slots, of 624 MiB',
    });
  });
});

describe('what the host is told about', () => {
  const because = (model: Model, gpus: number, own: Partial<LlamaServerSettings>, name: string) =>
    llamaServerMemory(
      model,
      serverSettings({ ...(gpus === 0 ? { gpuLayers: 0, splitMode: 'none' } : {}), ...own }),
      gpus,
      at,
    ).host.terms.find((term) => term.name === name)?.because;

  test('differs with GPUs, and with a draft', () => {
    expect([0, 1].map((gpus) => because(llama8b, gpus, {}, 'compute'))).toEqual([
      'the widest graph',
      'inputs and masks that the host prepares for the GPUs',
    ]);
    expect([0, 1].map((gpus) => because(llama8b, gpus, {}, 'process'))).toEqual([
      'libraries, vocabulary, requests',
      'libraries, vocabulary, requests, and the host side of CUDA',
    ]);
    expect([0, 7].map((draftTokens) => because(llama8b, 1, { parallel: 2, draftTokens }, 'output'))).toEqual([
      'logits of 2 slots in F32',
      'logits of 2 slots, of each 7 guesses and one more, in F32',
    ]);
  });

  test('is a row for each token of a batch for embeddings, with logits only where a GPU pins them', () => {
    const { vocabularySize, embeddingLength } = embedder.architecture;
    const own = serverSettings({ embedding: 'mean', contextLength: 2048, batchSize: 2048, ubatchSize: 2048 });
    expect(
      termBytes(llamaServerMemory(embedder, { ...own, gpuLayers: 0, splitMode: 'none' }, 0, at).host, 'output'),
    ).toBe(4 * 2048 * embeddingLength);
    expect(termBytes(llamaServerMemory(embedder, own, 1, at).host, 'output')).toBe(
      4 * 2048 * (vocabularySize + embeddingLength),
    );
  });
});

describe('routed experts', () => {
  // What build b11382 printed on a CPU, for results that are twice as wide as the experts: at that border they find
  // room.
  test.each([
    [192, 16.51],
    [240, 17.64],
    [256, 14.01],
    [288, 14.76],
    [512, 20.01],
  ])('of width %d compute in %f MiB', (expertFeedForwardLength, printed) => {
    const facts: ArchitectureFacts = {
      architecture: 'qwen3moe',
      blockCount: 2,
      contextLength: 8192,
      embeddingLength: 512,
      feedForwardLength: 1024,
      headCount: 8,
      headCountKv: 2,
      keyLength: 64,
      valueLength: 64,
      vocabularySize: 400,
      expertCount: 8,
      expertUsedCount: 4,
      expertFeedForwardLength,
    };
    const { host } = llamaServerMemory(
      modelOfShape(facts, 'F16', { tied: false }),
      serverSettings({ contextLength: 4096, gpuLayers: 0, splitMode: 'none' }),
      0,
      at,
    );
    expect(inMib(termBytes(host, 'compute')) - printed).toBeGreaterThanOrEqual(0);
    expect(inMib(termBytes(host, 'compute')) - printed).toBeLessThan(0.1);
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

describe('Ollama', () => {
  const fleet = fleetSettings({ contextLength: 40_000, parallel: 4 });

  test('starts its llama-server with the largest batch it may pick and the context of the model at most', () => {
    expect(serverOfOllama(models['qwen2.5:7b'], fleet, 1, at)).toMatchObject({
      contextLength: 32_768,
      parallel: 4,
      ubatchSize: 2048,
      kvCache: 'split',
      cacheTypeV: 'f16',
      loadMode: 'mmap',
    });
    expect(serverOfOllama(embedder, fleet, 1, at)).toMatchObject({
      contextLength: 2048,
      parallel: 1,
      ubatchSize: 2048,
      embedding: 'mean',
    });
    expect(serverOfOllama(models['llama3.2:1b'], fleet, 0, at)).toMatchObject({
      loadMode: 'none',
      gpuLayers: 0,
      splitMode: 'none',
    });
    expect([1, 2].map((gpus) => serverOfOllama(models['llama3.2:1b'], fleet, gpus, at).splitMode)).toEqual([
      'none',
      'layer',
    ]);
  });

  test('keeps a vision encoder that lies in a layer of its own in the same way', () => {
    const model: Model = models['llama3.2:1b'];
    if (model.origin.from !== 'ollama') throw new Error('a model of the registry');
    const seeing: Model = {
      ...model,
      origin: {
        ...model.origin,
        layers: [
          ...model.origin.layers,
          { mediaType: 'projector', digest: `sha256:${'0'.repeat(64)}`, bytes: mib(600) },
        ],
      },
    };
    const [gpu] = ollamaModelMemory(seeing, fleet, 1, at).devices;
    expect(gpu === undefined ? 0 : termBytes(gpu, 'projector')).toBe(mib(600) + gib(1));
  });

  test('keeps the vision encoder of a file beside the model, with room to compute', () => {
    const {
      devices: [gpu],
    } = ollamaModelMemory(models['gemma3:4b'], fleet, 1, at);
    expect(gpu?.terms.find(({ name }) => name === 'projector')?.bytes).toBe(
      (models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1),
    );
    expect(termBytes(ollamaModelMemory(models['gemma3:4b'], fleet, 0, at).host, 'projector')).toBe(
      (models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1),
    );
  });
});
