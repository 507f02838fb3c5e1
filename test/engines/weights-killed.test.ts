/**
 * The way of weights with every one of its processes killed on it: what was fetched is kept, nothing half is ever
 * served, and in the end the engine generates.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mib } from '../../lib';
import { brokenNames, namesOf, partialsOf, wrongBlobs } from '../programs/support/store';
import { startReady, Watch } from './support/kubelet';
import type { Pod, Process } from './support/pod';
import { render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, sha256, slow, tinyFile } from './support/tiny-model';
import { generated, partialSize, taggedModel, until, untilSaid, WeightsWay } from './support/weights-way';

/** Thirty megabytes: more than the sockets between two processes hold, so that a transfer can be caught half-way. */
const facts = { ...slow, blockCount: 2 };
const file = tinyFile(facts, 3);
const layer = tinyFile(facts, 4);
const tagged = taggedModel(facts, layer, 'middling:1b');
const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const rendered = render(
  tinyEnvironment({
    catalog: { 'middling/F32': hubEntry(facts, file, 'middling.gguf'), 'middling:1b': tagged.model },
    models: { middling: { weights: 'middling/F32', settings } },
    ollama: { fleet: { models: ['middling:1b'], settings } },
  }),
);

let way: WeightsWay;
beforeAll(async () => {
  way = await WeightsWay.open(rendered);
  way.offerFile('middling.gguf', file);
  way.offerModel(tagged);
});
afterAll(() => way.close());

/** What must hold at every instant. */
const sound = (root: string) => ({ wrong: wrongBlobs(root), broken: brokenNames(root) });
const isSound = { wrong: [], broken: [] };
/** Fast enough to end soon, slow enough to be caught. */
const slowly = { kind: 'slow', bytes: mib(2), every: 40 } as const;

describe.each([
  {
    name: 'middling',
    engine: 'llama-server',
    job: 'load-middling-f32',
    bytes: file,
    named: 'gguf/middling/F32/middling.gguf',
    source: () => way.cdn,
    path: '/middling.gguf?signature=secret',
  },
  {
    name: 'fleet',
    engine: 'ollama',
    job: 'load-middling-1b',
    bytes: layer,
    named: 'manifests/registry.ollama.ai/library/middling/1b',
    source: () => way.registry,
    path: `/v2/library/middling/blobs/sha256:${sha256(layer)}`,
  },
] as const)('for $engine', ({ name, engine, job, bytes, named, source, path }) => {
  let pod: Pod;

  test('a loader killed while it fetches, while it hashes and while it publishes is resumed by the next', async () => {
    source().whenever(path, slowly);
    for (const share of [0.2, 0.5]) {
      const killed = await way.startJob(job);
      await until(() => partialSize(way.store, bytes) > share * bytes.length);
      await killed.kill();
      expect({ share, ...sound(way.store), names: namesOf(way.store).filter((each) => each === named) }).toEqual({
        share,
        ...isSound,
        names: [],
      });
    }
    const hashing = await way.startJob(job);
    await untilSaid(hashing, 'hashing 29');
    await hashing.kill();
    expect(sound(way.store)).toEqual(isSound);
    const publishing = await way.startJob(job);
    await untilSaid(publishing, 'published');
    await publishing.kill();
    expect(sound(way.store)).toEqual(isSound);
    expect(await way.runJob(job)).toMatchObject({ code: 0, output: expect.stringContaining('in the store') });
    // A name that was being written when it was killed is a few bytes under a name of its own, and the collector's.
    const partials = partialsOf(way.store).filter((each) => !each.startsWith('name.'));
    expect({ ...sound(way.store), partials, names: namesOf(way.store) }).toMatchObject({
      ...isSound,
      partials: [],
      names: expect.arrayContaining([named]),
    });
    const ranges = source()
      .asked.filter((asked) => asked.path === path)
      .map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));
    expect([ranges.length, ranges[0], ranges.every((from, i) => i === 0 || from > (ranges[i - 1] ?? 0))]).toEqual([
      3,
      0,
      true,
    ]);
  });

  test('a weights server lost half-way: the stager goes on at the other, from where it was; and with both lost until one is back', async () => {
    await way.serve();
    pod = await way.place(name);
    const root = pod.volume('weights');
    way.service.hold(mib(8));
    const stager = await pod.start('stager');
    await until(() => partialSize(root, bytes) > mib(4));
    await way.loseServer();
    await untilSaid(stager, 'resuming at');
    await until(() => partialSize(root, bytes) > mib(12));
    await way.loseServer();
    await untilSaid(stager, 'resuming at 1');
    expect({ ...sound(root), names: namesOf(root) }).toEqual({ ...isSound, names: [] });
    way.service.goOn();
    await way.serve();
    expect(await stager.end).toMatchObject({ code: 0, output: expect.stringContaining(`${named}: named`) });
  });

  test('a stager killed half-way is resumed by the next, which asks for the rest alone', async () => {
    pod = await way.place(name);
    const root = pod.volume('weights');
    way.service.hold(mib(8));
    const killed = await pod.start('stager');
    await until(() => partialSize(root, bytes) > mib(4));
    await killed.kill();
    way.service.goOn();
    expect({ ...sound(root), names: namesOf(root) }).toEqual({ ...isSound, names: [] });
    const next = await (await pod.start('stager')).end;
    expect(next).toMatchObject({ code: 0, output: expect.stringMatching(/resuming at \d+\.\d MiB/) });
    expect({ ...sound(root), names: namesOf(root) }).toEqual({ ...isSound, names: [named] });
  });

  test('an engine killed while it loads and while it serves starts again, and generates', async () => {
    const loading = await pod.start(engine);
    const watch = new Watch(pod, engine, loading);
    await new Promise((resolve) => {
      setTimeout(resolve, 150);
    });
    await watch.stop();
    await loading.kill();
    let server: Process = await startReady(pod, engine);
    await server.kill();
    server = await startReady(pod, engine);
    expect(await generated(pod)).toBe(8);
    await server.kill();
  });
});
