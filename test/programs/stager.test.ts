/**
 * The stager against a weights server: it waits for the loader, proves what it brings, and removes only what its pod
 * does not need.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { stager, type StagerInputs } from '../../lib/programs/stager';
import { modelFile } from '../../lib/programs/weights-layout';
import { Sandbox } from './support/container';
import { content, hubModel, publishByDigest, registryModel, sha256 } from './support/models';
import { gate, Origin } from './support/origin';
import { smallDisk } from './support/small-disk';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from './support/store';

let hub: Origin;
let server: Origin;
let sandbox: Sandbox;
let root: string;

beforeEach(async () => {
  hub = await new Origin().start();
  server = await new Origin().start();
  sandbox = new Sandbox();
  root = sandbox.volume('models');
});
afterEach(() => {
  hub.stop();
  server.stop();
  sandbox.remove();
});

const programOf = (weights: StagerInputs['weights'], more: Partial<StagerInputs> = {}) =>
  stager.run({ weights, server: server.url, root, patience: seconds(5), firstPause: seconds(0), ...more });
const stage = (weights: StagerInputs['weights'], more: Partial<StagerInputs> = {}) =>
  sandbox.run(programOf(weights, more));
const file = content('weights', 200_000);
const path = `/blobs/sha256-${sha256(file)}`;
const model = (key = 'm', bytes = file) => hubModel(hub, key, { [`${key}.gguf`]: bytes });
const state = (at = root) => ({
  wrong: wrongBlobs(at),
  broken: brokenNames(at),
  names: namesOf(at),
  blobs: blobsOf(at).length,
  partials: partialsOf(at),
});

describe('what a pod finds', () => {
  test('the shards of llama-server lie side by side under their own names', async () => {
    const shards = [content('one', 900), content('two', 700)];
    publishByDigest(server, ...shards);
    const weights = hubModel(hub, 'big/Q4_K_M', {
      'big-00001-of-00002.gguf': content('one', 900),
      'big-00002-of-00002.gguf': content('two', 700),
    });
    expect((await stage([weights])).code).toBe(0);
    const first = modelFile(root, weights);
    expect(readFileSync(first)).toEqual(shards[0]);
    expect(readFileSync(first.replace('00001-of', '00002-of'))).toEqual(shards[1]);
    expect(readlinkSync(first)).toBe(`../../../blobs/sha256-${sha256(content('one', 900))}`);
  });

  test('Ollama finds manifest, layers and config', async () => {
    const weights = registryModel(hub, 'tiny:1b', { model: file, params: Buffer.from('{}') });
    publishByDigest(server, weights.manifest, ...hub.files.values());
    expect((await stage([weights])).code).toBe(0);
    expect(state()).toEqual({
      wrong: [],
      broken: [],
      names: ['manifests/registry.ollama.ai/library/tiny/1b'],
      blobs: 4,
      partials: [],
    });
    expect(server.asked.every(({ path: asked }) => asked.startsWith('/blobs/'))).toBe(true);
  });
});

describe('waiting for the loader', () => {
  test('404 until it is published, then 200', async () => {
    server.once(
      path,
      { kind: 'status', status: 404 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 404 },
    );
    publishByDigest(server, file);
    const { code, output } = await stage([model()]);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(
        new RegExp(
          `waiting for the loader to publish gguf/m/m.gguf: ${server.url}${path} answered 404; asking again in 0 s, giving up in \\d s`,
        ),
      ),
    });
  });

  test('has an end, with a word that says for what', async () => {
    expect(await stage([model()], { patience: seconds(0) })).toEqual({
      code: 17,
      output: expect.stringContaining(
        `gguf/m/m.gguf is not published yet: ${server.url}${path} answered 404 for 0 s. The loader downloads it: check its Job and its log.`,
      ),
    });
    expect(namesOf(root)).toEqual([]);
  });

  test('a weights server that is away is waited for as well', async () => {
    const away = programOf([model()], { server: 'http://127.0.0.1:1', patience: seconds(0) });
    expect(await sandbox.run(away)).toEqual({
      code: 11,
      output: expect.stringContaining('Failed to connect to 127.0.0.1 port 1'),
    });
  });

  test('cut off half-way, it resumes', async () => {
    publishByDigest(server, file);
    server.once(path, { kind: 'cut', after: 70_000 });
    expect((await stage([model()])).code).toBe(0);
    expect({ ranges: server.asked.map(({ range }) => range), wrong: wrongBlobs(root) }).toEqual({
      ranges: [undefined, 'bytes=70000-'],
      wrong: [],
    });
  });
});

describe('a restart', () => {
  test('reads markers, not weights: a byte changed behind size and time is not seen, a changed time is', async () => {
    publishByDigest(server, file);
    await stage([model()]);
    const blob = join(root, path);
    const { atime, mtime } = statSync(blob);
    const spoilt = Buffer.from(file);
    spoilt[9] = (spoilt[9] ?? 0) ^ 1;
    writeFileSync(blob, spoilt);
    utimesSync(blob, atime, mtime);
    expect(await stage([model()])).toEqual({ code: 0, output: expect.not.stringContaining('hashing') });
    expect(server.asked).toHaveLength(1);
    utimesSync(blob, atime, new Date(mtime.getTime() + 3000));
    expect(await stage([model()])).toEqual({ code: 0, output: expect.stringContaining('removing it') });
    expect({ wrong: wrongBlobs(root), asked: server.asked.length }).toEqual({ wrong: [], asked: 2 });
  });

  test('a good blob without its marker is hashed, and not fetched again', async () => {
    publishByDigest(server, file);
    await stage([model()]);
    const blob = join(root, path);
    utimesSync(blob, new Date(), new Date(1_700_000_000_000));
    expect(await stage([model()])).toEqual({
      code: 0,
      output: expect.stringContaining('because no marker says that its digest was checked'),
    });
    expect(await stage([model()])).toEqual({ code: 0, output: expect.not.stringContaining('hashing') });
    expect(server.asked).toHaveLength(1);
  });
});

describe('the weights of others', () => {
  const next = content('next', 180_000);

  test('an old revision goes once the new one is complete, not before', async () => {
    publishByDigest(server, file, next);
    await stage([model('old')]);
    server.whenever(`/blobs/sha256-${sha256(next)}`, { kind: 'status', status: 503 });
    await stage([model('new', next)], { patience: seconds(0) });
    expect(namesOf(root)).toEqual(['gguf/old/old.gguf']);
    server.whenever(`/blobs/sha256-${sha256(next)}`, { kind: 'slow', bytes: 50_000, every: 1 });
    expect((await stage([model('new', next)])).code).toBe(0);
    expect(state()).toEqual({ wrong: [], broken: [], names: ['gguf/new/new.gguf'], blobs: 1, partials: [] });
  });

  test('where pods share the root they stay', async () => {
    publishByDigest(server, file, next);
    await stage([model('old')]);
    await stage([model('new', next)], { others: 'keep' });
    expect(state()).toMatchObject({ names: ['gguf/new/new.gguf', 'gguf/old/old.gguf'], blobs: 2 });
  });

  test('they go first where old and new do not fit together, but never what the pod needs', async () => {
    const disk = smallDisk(sandbox.volume('small'), 360);
    try {
      publishByDigest(server, file, next);
      const shared = content('shared', 20_000);
      publishByDigest(server, shared);
      await stage([model('old'), model('shared', shared)], { root: disk.path });
      const { code, output } = await stage([model('new', next), model('shared', shared)], { root: disk.path });
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringContaining(`removed ${disk.path}${path}, which this pod does not need`),
      });
      expect(state(disk.path)).toEqual({
        wrong: [],
        broken: [],
        names: ['gguf/new/new.gguf', 'gguf/shared/shared.gguf'],
        blobs: 2,
        partials: [],
      });
      expect(server.asked.filter(({ path: asked }) => asked.endsWith(sha256(shared)))).toHaveLength(1);
    } finally {
      disk.remove();
    }
  });

  test('a disk that is too small even so says how much is missing', async () => {
    const disk = smallDisk(sandbox.volume('small'), 100);
    try {
      publishByDigest(server, file);
      expect(await stage([model()], { root: disk.path })).toEqual({
        code: 16,
        output: expect.stringMatching(/195\.3 KiB are still to be fetched and \d+\.\d KiB are free on/),
      });
    } finally {
      disk.remove();
    }
  });
});

describe('two stagers on one disk', () => {
  test('of the same model both end well, with one download', async () => {
    publishByDigest(server, file);
    server.whenever(path, { kind: 'slow', bytes: 50_000, every: 30 });
    const results = await Promise.all([stage([model()]), stage([model()])]);
    expect({ codes: results.map(({ code }) => code), asked: server.asked.length, ...state() }).toEqual({
      codes: [0, 0],
      asked: 1,
      wrong: [],
      broken: [],
      names: ['gguf/m/m.gguf'],
      blobs: 1,
      partials: [],
    });
  });

  test('of two models, neither takes away what the other is bringing', async () => {
    const next = content('next', 180_000);
    publishByDigest(server, file, next);
    const { opened, open } = gate();
    server.whenever(`/blobs/sha256-${sha256(next)}`, { kind: 'held', after: 20_000, until: opened });
    const slow = sandbox.start(programOf([model('slow', next)], { others: 'keep' }));
    while (partialsOf(root).length === 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    expect(await stage([model()])).toEqual({ code: 0, output: expect.stringContaining('another stager works under') });
    open();
    expect((await slow.ended).code).toBe(0);
    expect(state()).toMatchObject({ wrong: [], broken: [], names: ['gguf/m/m.gguf', 'gguf/slow/slow.gguf'] });
  });
});
