/**
 * Projectors on the real engine: it starts with the rendered flags, sees a long image, and takes no more than the plan
 * says.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageReference } from '../../lib/catalog/image';
import { images } from '../../lib/catalog/images';
import type { ArchitectureFacts, Model } from '../../lib/catalog/model';
import type { ProjectorFacts } from '../../lib/catalog/projector';
import { inMib } from '../../lib/core/bytes';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import {
  llamaServerArguments,
  llamaServerContract,
  llamaServerFlags,
} from '../../lib/engines/llama-server/llama-server';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { termBytes } from '../sizing/terms';
import { imageGraph, imageOperands } from '../../lib/sizing/memory/projector';
import { projectorOfShape, writeProjectorFile } from '../gguf/projector-file';
import { freePort } from '../components/ports';
import { serverSettings } from '../sizing/server-settings';
import { here } from './support/differences';
import { fetchFrom } from './support/http';
import { Machine } from './support/pod';
import { memoryOf } from './support/runners';
import { entryOf, writeShape, type Shape } from './support/shape';

const text: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 1,
  contextLength: 8192,
  embeddingLength: 512,
  feedForwardLength: 512,
  headCount: 8,
  headCountKv: 2,
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 400,
};
const shape: Shape = { facts: text, mix: 'Q8_0', variant: { tied: false } };

/** Widths of real projectors, with two layers: more would take no more room to compute in. */
const siglip = {
  imageSize: 896,
  patchSize: 14,
  embeddingLength: 1152,
  feedForwardLength: 4304,
  headCount: 16,
  blockCount: 2,
  projectionLength: text.embeddingLength,
};
const cases: readonly { readonly facts: ProjectorFacts; readonly imageMaxTokens: number }[] = [
  { facts: { ...siglip, type: 'gemma3', mergeSize: 4 }, imageMaxTokens: 256 },
  { facts: { ...siglip, type: 'gemma4v', patchSize: 16, mergeSize: 3 }, imageMaxTokens: 256 },
  {
    facts: {
      ...siglip,
      type: 'gemma4v',
      patchSize: 16,
      mergeSize: 3,
      embeddingLength: 768,
      feedForwardLength: 3072,
      headCount: 12,
    },
    imageMaxTokens: 196,
  },
  { facts: { ...siglip, type: 'qwen3vl_merger', imageSize: 768, patchSize: 16, mergeSize: 2 }, imageMaxTokens: 576 },
  {
    facts: {
      ...siglip,
      type: 'qwen3vl_merger',
      imageSize: 768,
      patchSize: 16,
      mergeSize: 2,
      embeddingLength: 768,
      feedForwardLength: 3072,
      headCount: 12,
    },
    imageMaxTokens: 1024,
  },
  {
    facts: {
      ...siglip,
      type: 'pixtral',
      imageSize: 1540,
      mergeSize: 2,
      embeddingLength: 1024,
      feedForwardLength: 4096,
    },
    imageMaxTokens: 256,
  },
];

/** Which half runs when not all do: `SEED=2 npm run test:engines`. */
const seed = Number(process.env.SEED ?? 1);

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine.stop();
});

/** A grey image as a data address: the simplest format that the engine reads. */
const picture = (width: number, height: number): string =>
  `data:image/x-portable-pixmap;base64,${Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), Buffer.alloc(3 * width * height, 128)]).toString('base64')}`;

/**
 * MiB that a request with so many pixels takes by itself: its text four times, which is a third longer than its bytes,
 * and those; and the rest.
 */
const request = (pixels: number): number => (3 * pixels * (4 * (4 / 3) + 1)) / 2 ** 20 + 16;

/** Has the server touch all that a text needs, so that an image grows it by what images take. */
const readWords = (port: number) =>
  fetchFrom(port, 'POST', '/completion', { prompt: 'word '.repeat(600), n_predict: 4 });

const ask = (port: number, ...urls: readonly string[]): Promise<{ readonly status: number; readonly body: string }> =>
  fetchFrom(port, 'POST', '/v1/chat/completions', {
    max_tokens: 2,
    messages: [
      {
        role: 'user',
        content: [
          ...urls.map((url) => ({ type: 'image_url', image_url: { url } })),
          { type: 'text', text: 'what is this' },
        ],
      },
    ],
  });

/**
 * Starts a server with a projector, has it read words, and says by how much its memory grows while it is asked for
 * something else.
 */
async function growth(
  facts: ProjectorFacts,
  own: Partial<LlamaServerSettings>,
  asking: (port: number) => Promise<void>,
) {
  const [modelFile, projectorFile] = ['model.gguf', 'mmproj.gguf'].map((name) => join(machine.leash.folder, name)) as [
    string,
    string,
  ];
  writeShape(modelFile, shape);
  writeProjectorFile(projectorFile, facts);
  const model: Model = { ...entryOf(shape), projector: projectorOfShape(facts) };
  const settings = serverSettings({
    contextLength: 4096,
    maxOutputLength: 64,
    gpuLayers: 0,
    splitMode: 'none',
    ...own,
  });
  const port = await freePort();
  const flags = llamaServerFlags(settings, {
    modelPath: '/model.gguf',
    projectorPath: '/mmproj.gguf',
    alias: 'model',
    threads: 2,
    gpus: 0,
    model,
  });
  const place = {
    image: (await machine.image(imageReference(images.llamaServer))).folder,
    mounts: new Map([
      ['/model.gguf', modelFile],
      ['/mmproj.gguf', projectorFile],
    ]),
    ports: new Map([[llamaServerContract.port, port]]),
    services: new Map(),
  };
  const { command, env } = here(
    { container: 'llama-server', gpus: false, command: ['/app/llama-server', ...llamaServerArguments(flags)], env: {} },
    place,
  );
  const server = await machine.run(command, env);
  while (
    server.ended === undefined &&
    (await fetchFrom(port, 'GET', '/health').then(
      ({ status }) => status !== 200,
      () => true,
    ))
  )
    await sleep(50);
  await readWords(port);
  const before = memoryOf(server);
  await asking(port);
  const grown = memoryOf(server) - before;
  server.signal('SIGTERM');
  const { output } = await server.end;
  return { grown, output, waiting: inMib(termBytes(llamaServerMemory(model, settings, 0, 'model').host, 'images')) };
}

/** MiB of the graph and its operands. */
const encoding = (facts: ProjectorFacts, tokens: number, flashAttention = true): number =>
  inMib(imageGraph(facts, tokens, flashAttention)) + inMib(imageOperands(facts, tokens));

/** MiB of one image of so many tokens: in F32, as it waits, in its batch and as the graph's input. */
const alone = ({ patchSize, mergeSize }: ProjectorFacts, tokens: number): number =>
  (3 * 4 * 3 * tokens * (patchSize * mergeSize) ** 2) / 2 ** 20;

/** Each projector with flash attention or without, by turns; with `--full` both. */
const starts = cases.flatMap(({ facts, imageMaxTokens }, index) =>
  [true, false]
    .filter((flashAttention) => process.env.ALL !== undefined || flashAttention === ((index + seed) % 2 === 0))
    .map((flashAttention) => ({
      facts,
      imageMaxTokens,
      flashAttention,
      title: `${facts.type} of width ${facts.embeddingLength}, ${flashAttention ? 'with' : 'without'} flash attention`,
    })),
);

test.each(starts)(
  'a projector of type $title takes what the plan says, and no more for a long image',
  async ({ facts, imageMaxTokens, flashAttention }) => {
    const { grown, output } = await growth(
      facts,
      { flashAttention, imageMaxTokens, ubatchSize: 1024 },
      async (port) => {
        expect((await ask(port, picture(3000, 200))).status).toBe(200);
      },
    );
    const size = Number(/reserve_compute_meta:\s+\S+ compute buffer size =\s+([\d.]+) MiB/.exec(output)?.[1]);
    const bound = inMib(imageGraph(facts, imageMaxTokens, flashAttention));
    // The engine prints two digits.
    expect([size <= bound + 0.01, size >= bound / 1.15]).toEqual([true, true]);
    expect(output).toContain(`n_layer:            ${facts.blockCount}`);
    expect(grown).toBeLessThanOrEqual(
      encoding(facts, imageMaxTokens, flashAttention) + alone(facts, imageMaxTokens) + request(3000 * 200),
    );
  },
);

describe('images of 256 tokens each in a context of 8192', () => {
  const facts: ProjectorFacts = {
    ...siglip,
    type: 'qwen3vl_merger',
    imageSize: 768,
    patchSize: 16,
    mergeSize: 2,
    embeddingLength: 192,
    feedForwardLength: 192,
    headCount: 3,
  };
  const imageMaxTokens = 256;
  const settings = { contextLength: 8192, imageMaxTokens };
  const pictures = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => picture(512 + i, 512));

  test('a request full of them takes what the plan has for its slot', async () => {
    const { grown, waiting } = await growth(facts, settings, async (port) => {
      expect((await ask(port, ...pictures(24))).status).toBe(200);
    });
    expect(waiting).toBeGreaterThan(90);
    expect(grown).toBeLessThanOrEqual(encoding(facts, imageMaxTokens) + waiting + request(24 * 524 * 512));
  });

  test('a request of more than the context holds is refused', async () => {
    await growth(facts, settings, async (port) => {
      expect((await ask(port, ...pictures(33))).status).toBe(400);
    });
  });
});

test('an image of more tokens than the server warms up with grows to the plan', async () => {
  const facts: ProjectorFacts = { ...siglip, type: 'qwen3vl_merger', imageSize: 768, patchSize: 16, mergeSize: 2 };
  const imageMaxTokens = 2304;
  const { grown } = await growth(facts, { imageMaxTokens }, async (port) => {
    expect((await ask(port, picture(1536, 1536))).status).toBe(200);
  });
  const bound = encoding(facts, imageMaxTokens);
  expect(grown).toBeGreaterThan(bound / 2);
  expect(grown).toBeLessThanOrEqual(bound + alone(facts, imageMaxTokens) + request(1536 ** 2));
});
