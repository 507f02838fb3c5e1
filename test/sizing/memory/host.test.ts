/** Memory of the host, term by term. */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { gib, inMib, mib } from '../../../lib/core/bytes';
import type { LlamaServerSettings } from '../../../lib/sizing/settings';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import { termBytes } from '../terms';
import { models } from '../../../overlays/models';
import { modelOfShape } from '../../gguf/model-of-shape';
import { serverSettings } from '../server-settings';
import { at, embedder, gemma, gptOss, llama8b, names } from './locked';

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

describe('what the memory model says of the host', () => {
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
