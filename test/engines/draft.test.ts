/**
 * A draft model on the real engine: it starts with the rendered flags, guesses, and takes what the plan says beside its
 * model.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageReference } from '../../lib/catalog/image';
import { images } from '../../lib/catalog/images';
import type { ArchitectureFacts } from '../../lib/catalog/model';
import {
  llamaServerArguments,
  llamaServerContract,
  llamaServerFlags,
} from '../../lib/engines/llama-server/llama-server';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { draftSettings } from '../../lib/sizing/memory/draft';
import { freePort } from '../components/ports';
import { serverSettings } from '../sizing/server-settings';
import { buffersIn } from './support/buffers';
import { here } from './support/differences';
import { fetchFrom } from './support/http';
import { equalMib, planned } from './support/planned';
import { Machine } from './support/pod';
import { entryOf, writeShape, type Shape } from './support/shape';

const facts: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 4,
  contextLength: 32_768,
  embeddingLength: 1024,
  feedForwardLength: 4096,
  headCount: 8,
  headCountKv: 4,
  keyLength: 128,
  valueLength: 128,
  vocabularySize: 32_000,
};
const variant = { tied: false };
const target: Shape = { facts, mix: 'Q8_0', variant };
const draft: Shape = {
  facts: {
    ...facts,
    blockCount: 2,
    embeddingLength: 256,
    feedForwardLength: 512,
    headCount: 4,
    headCountKv: 2,
    keyLength: 64,
    valueLength: 64,
  },
  mix: 'Q8_0',
  variant,
};
const settings = serverSettings({
  contextLength: 4096,
  parallel: 2,
  maxOutputLength: 128,
  gpuLayers: 0,
  splitMode: 'none',
  cacheTypeK: 'q8_0',
  cacheTypeV: 'q8_0',
  draftTokens: 6,
});

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine.stop();
});

test('a model and its draft take what the plan says, and the draft guesses', async () => {
  const [modelFile, draftFile] = ['model.gguf', 'draft.gguf'].map((name) => join(machine.leash.folder, name)) as [
    string,
    string,
  ];
  writeShape(modelFile, target);
  writeShape(draftFile, draft);
  const port = await freePort();
  const flags = llamaServerFlags(settings, {
    modelPath: '/model.gguf',
    draftPath: '/draft.gguf',
    alias: 'model',
    threads: 2,
    gpus: 0,
    model: { architecture: facts },
  });
  const place = {
    image: (await machine.image(imageReference(images.llamaServer))).folder,
    mounts: new Map([
      ['/model.gguf', modelFile],
      ['/draft.gguf', draftFile],
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
    await sleep(100);
  const answer = await fetchFrom(port, 'POST', '/completion', { prompt: 'hello', n_predict: 16, ignore_eos: true });
  expect(answer.status).toBe(200);
  server.signal('SIGTERM');
  const { code, output } = await server.end;
  expect([code, output.includes("adding speculative implementation 'draft-simple'")]).toEqual([0, true]);
  expect(output).toMatch(/draft acceptance = /);

  const [ofModel, ofDraft] = output.split('loading draft model').map(buffersIn);
  const own = planned(llamaServerMemory(entryOf(target), settings, 0, 'model'), target);
  const beside = planned(llamaServerMemory(entryOf(draft), draftSettings(settings, 0), 0, 'draft'), draft);
  // Of the output the engine prints the rows that it starts with: one for each slot, before the first guess.
  expect({ ...ofModel, compute: 0, output: 0 }).toEqual(equalMib({ ...own, compute: 0, output: 0 }));
  expect({ ...ofDraft, compute: 0 }).toEqual(equalMib({ ...beside, compute: 0 }));
  expect(ofModel?.compute).toBeLessThanOrEqual(own.compute + 0.01);
  expect(ofDraft?.compute).toBeLessThanOrEqual(beside.compute + 0.01);
});
