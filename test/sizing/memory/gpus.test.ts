/** Memory of one GPU and of several, term by term: what every number is made of. */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../../lib/catalog/model';
import { bytes, inMib, mib } from '../../../lib/core/bytes';
import type { LlamaServerSettings } from '../../../lib/sizing/settings';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import { diskBytes } from '../../../lib/sizing/pods/disk';
import { termBytes } from '../terms';
import { serverSettings } from '../server-settings';
import { at, llama70b, llama8b, names } from './locked';

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
