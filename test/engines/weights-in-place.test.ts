/**
 * Weights that are not staged: read from the store's own claim on a cluster of one node, or mounted with the image that
 * has them.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gib, gigabytes, type EnvironmentInput } from '../../lib';
import { namesOf, wrongBlobs } from '../programs/support/store';
import { startReady } from './support/kubelet';
import { podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, quick, sha256, tinyFile } from './support/tiny-model';
import { generated, taggedModel, untilSaid, WeightsWay } from './support/weights-way';

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const [file, other] = [tinyFile(quick, 9), tinyFile(quick, 10)];
const tagged = taggedModel(quick, tinyFile(quick, 11), 'tiny:1b');

describe('of a store that is read in place', () => {
  /** One node, whose disk has the store; the same names with other weights are the next revision. */
  const environment = (content: Buffer): EnvironmentInput => {
    const tiny = tinyEnvironment({
      catalog: { 'quick/F32': hubEntry(quick, content, 'quick.gguf'), 'tiny:1b': tagged.model },
      models: { quick: { weights: 'quick/F32', settings } },
      ollama: {
        fleet: {
          models: [
            'tiny:1b',
            { name: 'tiny', from: 'tiny:1b' },
            { name: 'support', from: 'quick/F32', system: 'You help.', parameters: { num_predict: 8 } },
          ],
          settings,
        },
      },
    });
    return {
      ...tiny,
      prerequisites: [],
      nodePools: { cpu: { ...tiny.nodePools.cpu, nodes: 1 } as (typeof tiny.nodePools)[string] },
      cluster: { ...tiny.cluster, weights: { kind: 'direct', capacity: gib(10), bandwidth: gigabytes(1) } },
    };
  };
  const [rendered, changed] = [render(environment(file)), render(environment(other))];
  let way: WeightsWay;
  beforeAll(async () => {
    way = await WeightsWay.open(rendered);
    way.offerFile('quick.gguf', file);
    way.offerModel(tagged);
  });
  afterAll(() => way.close());

  test.each([
    ['quick', 'llama-server', 'load-quick'],
    ['fleet', 'ollama', 'load-tiny'],
  ] as const)('%s waits for its loader, and %s reads what that brought', async (name, engine, job) => {
    const pod = await way.place(name);
    const waiting = await pod.start('stager');
    await untilSaid(waiting, 'waiting for the loader to download');
    expect(await way.runJob(job)).toMatchObject({ code: 0 });
    expect(await waiting.end).toMatchObject({ code: 0, output: expect.stringContaining('everything is in') });
    const server = await startReady(pod, engine);
    expect(await generated(pod)).toBe(8);
    await server.kill();
  });

  test('the names of a fleet are in the store, each with the manifest that the pods wait for', async () => {
    expect(namesOf(way.store)).toEqual([
      'gguf/quick/F32/quick.gguf',
      'gguf/tiny:1b/model.gguf',
      'manifests/registry.ollama.ai/library/support/latest',
      'manifests/registry.ollama.ai/library/tiny/1b',
      'manifests/registry.ollama.ai/library/tiny/latest',
    ]);
    expect(wrongBlobs(way.store)).toEqual([]);
  });

  test('the next revision does not start on the weights of this one, although they have its name', async () => {
    const pod = await way.place('quick', {}, changed);
    const waiting = await pod.start('stager');
    await untilSaid(
      waiting,
      `waiting for the loader to download gguf/quick/F32/quick.gguf with sha256:${sha256(other)}, which is a link to other weights now`,
    );
    way.offerFile('quick.gguf', other);
    expect(await way.runJob('load-quick', {}, changed)).toMatchObject({ code: 0 });
    expect(await waiting.end).toMatchObject({ code: 0 });
    await startReady(pod, 'llama-server');
    expect(await generated(pod)).toBe(8);
  });
});

test('of an image: found in its folder under their own names, with no store, no loader and nothing to wait for', async () => {
  const tiny = tinyEnvironment({
    catalog: { 'quick/F32': hubEntry(quick, file, 'F32/quick.gguf') },
    models: {
      quick: {
        weights: 'quick/F32',
        settings,
        local: { kind: 'image', reference: `registry.example/quick:1@sha256:${'1'.repeat(64)}`, path: '/weights' },
      },
    },
  });
  const rendered = render(tiny);
  expect(rendered.pods.map(({ name }) => name)).toEqual(['quick']);
  expect(podOf(rendered, 'quick').spec.initContainers).toBeUndefined();
  const way = await WeightsWay.open(rendered);
  try {
    const image = way.machine.folder('image');
    mkdirSync(join(image, 'weights'));
    writeFileSync(join(image, 'weights', 'quick.gguf'), file);
    const pod = await way.place('quick', { volumes: { weights: image } });
    await startReady(pod, 'llama-server');
    expect(await generated(pod)).toBe(8);
  } finally {
    await way.close();
  }
});
