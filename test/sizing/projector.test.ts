/** What a projector takes: the compute buffers that build b11382 printed for real widths, and where the rest lies. */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../lib/catalog/model';
import type { ProjectorFacts } from '../../lib/catalog/projector';
import { inMib } from '../../lib/core/bytes';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { diskBytes } from '../../lib/sizing/pods/disk';
import { termBytes } from './terms';
import { imageGraph, imageOperands } from '../../lib/sizing/memory/projector';
import { models } from '../../overlays/models';
import { siglip } from '../gguf/siglip';
import { serverSettings } from './server-settings';

const narrow = { ...siglip, projectionLength: 512 };
const shapes = {
  gemma3: { ...narrow, type: 'gemma3' },
  gemma4v: { ...narrow, type: 'gemma4v', patchSize: 16, mergeSize: 3 },
  qwen: { ...narrow, type: 'qwen3vl_merger', imageSize: 768, patchSize: 16, mergeSize: 2 },
  pixtral: { ...narrow, type: 'pixtral', imageSize: 1540, mergeSize: 2 },
} as const satisfies Readonly<Record<string, ProjectorFacts>>;

type Widths = readonly [embeddingLength: number, feedForwardLength: number, headCount: number];

/** Tokens of an image, whether with flash attention, and the MiB that the engine printed for each pair of widths. */
const measured: readonly (readonly [keyof typeof shapes, number, boolean, readonly (readonly [Widths, number])[]])[] = [
  [
    'gemma3',
    256,
    true,
    [
      [[1152, 4304, 16], 121.25],
      [[1024, 4096, 16], 112],
      [[1024, 512, 16], 80],
      [[768, 3072, 12], 84],
      [[1536, 4096, 16], 136],
    ],
  ],
  [
    'gemma3',
    256,
    false,
    [
      [[1152, 4304, 16], 1132],
      [[1024, 4096, 16], 1120],
      [[1024, 512, 16], 1120],
      [[1024, 4096, 8], 608],
    ],
  ],
  [
    'gemma4v',
    256,
    true,
    [
      [[1152, 4304, 16], 150.63],
      [[1024, 512, 16], 51.77],
      [[1024, 2048, 16], 87.77],
      [[768, 3072, 12], 101.27],
      [[1536, 4096, 16], 155.27],
    ],
  ],
  [
    'gemma4v',
    256,
    false,
    [
      [[1152, 4304, 16], 381.39],
      [[1024, 512, 16], 375.77],
      [[1024, 4096, 8], 213.77],
    ],
  ],
  [
    'qwen',
    2116,
    true,
    [
      [[1152, 4304, 16], 248.1],
      [[1024, 4096, 16], 223.3],
      [[1024, 512, 16], 223.3],
      [[768, 3072, 12], 161.31],
      [[1024, 8192, 16], 355.55],
    ],
  ],
  [
    'qwen',
    2116,
    false,
    [
      [[1152, 4304, 16], 4657.81],
      [[1024, 4096, 8], 2442.62],
    ],
  ],
  [
    'pixtral',
    256,
    true,
    [
      [[1024, 4096, 16], 64.34],
      [[1152, 4304, 16], 68.52],
      [[1024, 512, 16], 22.34],
      [[768, 3072, 12], 48.87],
    ],
  ],
  [
    'pixtral',
    256,
    false,
    [
      [[1024, 512, 16], 86.34],
      [[1024, 4096, 16], 86.34],
      [[1152, 4304, 16], 88.84],
    ],
  ],
];

describe.each(measured)(
  'the graph of %s, images of %i tokens, flash attention %s',
  (name, tokens, flashAttention, rows) => {
    test.each(rows)(
      'of widths %j is never below %f MiB and at most a tenth above',
      ([embeddingLength, feedForwardLength, headCount], printed) => {
        const bound = inMib(
          imageGraph({ ...shapes[name], embeddingLength, feedForwardLength, headCount }, tokens, flashAttention),
        );
        // The engine prints two digits.
        expect(bound).toBeGreaterThan(printed - 0.01);
        expect(bound).toBeLessThan(1.1 * printed);
      },
    );
  },
);

test('operands are the widest input and output of a layer, in F16', () => {
  expect(imageOperands(shapes.gemma3, 256)).toBe(2 * 4096 * (4304 + 1152));
  expect(imageOperands({ ...shapes.gemma4v, feedForwardLength: 512 }, 256)).toBe(2 * 2304 * (768 + 1152));
});

const model: Model = models['gemma-3-12b-it-qat/Q4_0'];
const facts = model.projector?.facts ?? shapes.gemma3;
const seeing = serverSettings({ contextLength: 8192, parallel: 3, imageMaxTokens: 256 });
const projector = { weights: 854_175_168, graph: imageGraph(facts, 256, true), operands: imageOperands(facts, 256) };

describe('a model with a projector', () => {
  test('has it on the first GPU only, whole', () => {
    const { devices } = llamaServerMemory(model, seeing, 2, 'm');
    expect(devices.map((device) => termBytes(device, 'projector'))).toEqual([
      projector.weights + projector.graph + projector.operands,
      0,
    ]);
    expect(devices[0]?.terms.find(({ name }) => name === 'projector')?.because).toBe(
      'weights 815, the graph of an image of 256 tokens 122, operands in F16 43',
    );
    expect(termBytes(llamaServerMemory(model, seeing, 2, 'm').host, 'projector')).toBe(0);
  });

  test('has it on the host without GPUs', () => {
    const { host } = llamaServerMemory(model, { ...seeing, gpuLayers: 0, splitMode: 'none' }, 0, 'm');
    expect(termBytes(host, 'projector')).toBe(projector.weights + projector.graph + projector.operands);
  });

  test('keeps a context full of images for each slot on the host, two copies, and what comes of one', () => {
    const { host } = llamaServerMemory(model, seeing, 1, 'm');
    const image = 4 * 3 * 896 ** 2;
    expect(termBytes(host, 'images')).toBe(3 * (8192 / 256) * image + 2 * image + 4 * 256 * 3840);
    expect(host.terms.find(({ name }) => name === 'images')?.because).toBe(
      '294 MiB for each of 3 slots, a context full of images, and 2 copies of the one that is encoded',
    );
  });

  test('takes nothing for images that nobody may send, but lies on the disk', () => {
    const blind = llamaServerMemory(model, { ...seeing, imageMaxTokens: 0 }, 1, 'm');
    expect([termBytes(blind.host, 'images'), termBytes(blind.devices[0] ?? blind.host, 'projector')]).toEqual([0, 0]);
    const { projector: own, ...alone } = model;
    expect(diskBytes(model).value).toBe(diskBytes(alone).value + (own?.file.bytes ?? 0));
    expect(diskBytes(model).because).toMatch(/^one file and a projector, .* as computed from the tensors$/);
    expect(diskBytes(models['codellama-7b-instruct/Q4_K_S']).because).toMatch(/^one file, [\d ]+ MiB$/);
  });

  test('takes more for larger images, in proportion with flash attention and beyond it without', () => {
    const graph = (tokens: number, flash: boolean): number => imageGraph(shapes.qwen, tokens, flash);
    expect(graph(1024, true)).toBe(2 * graph(512, true));
    expect(graph(1024, false)).toBeGreaterThan(3 * graph(512, false));
  });
});
