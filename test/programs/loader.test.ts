/**
 * The loader against a hub that cuts off, corrupts, redirects and refuses: what it publishes is right, or it publishes
 * nothing.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kib } from '../../lib/core/bytes';
import { seconds } from '../../lib/core/duration';
import { loader, type LoaderInputs } from '../../lib/programs/loader';
import { Sandbox } from './support/container';
import { content, hubModel, hubPath, publishByDigest, sha256 } from './support/models';
import { Origin } from './support/origin';
import { blobsOf, namesOf, partialsOf, wrongBlobs } from './support/store';

let origin: Origin;
let sandbox: Sandbox;
let root: string;

beforeEach(async () => {
  origin = await new Origin().start();
  sandbox = new Sandbox();
  root = sandbox.volume('store');
});
afterEach(() => {
  origin.stop();
  sandbox.remove();
});

const inputs = (weights: LoaderInputs['weights'], more: Partial<LoaderInputs> = {}): LoaderInputs => ({
  weights,
  source: { from: 'origin', hub: origin.url, registry: origin.url },
  root,
  patience: seconds(5),
  firstPause: seconds(0),
  ...more,
});
const load = (weights: LoaderInputs['weights'], more: Partial<LoaderInputs> = {}) =>
  sandbox.run(loader.run(inputs(weights, more)));
const file = content('weights', 300_000);
const name = 'model.Q4_K_M.gguf';
const blob = `sha256-${sha256(file)}`;

describe('the way of a file', () => {
  test('a file arrives under its digest, with a relative link that has its name', async () => {
    const { code, output } = await load([hubModel(origin, 'model/Q4_K_M', { [name]: file })]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`gguf/model/Q4_K_M/${name}: named`) });
    expect(blobsOf(root)).toEqual([blob]);
    expect(readlinkSync(join(root, 'gguf/model/Q4_K_M', name))).toBe(`../../../blobs/${blob}`);
    expect(sha256(readFileSync(join(root, 'gguf/model/Q4_K_M', name)))).toBe(sha256(file));
    expect(partialsOf(root)).toEqual([]);
  });

  test('shards and models that share a file are fetched once each', async () => {
    const shards = { 'x/m-00001-of-00002.gguf': content('one', 900), 'x/m-00002-of-00002.gguf': content('two', 700) };
    const { code } = await load([hubModel(origin, 'm/Q8_0', shards), hubModel(origin, 'same/Q8_0', shards)]);
    expect(code).toBe(0);
    expect(namesOf(root)).toEqual(
      ['m', 'same'].flatMap((key) => [1, 2].map((i) => `gguf/${key}/Q8_0/m-0000${i}-of-00002.gguf`)),
    );
    expect(origin.asked).toHaveLength(2);
  });

  test('a second run asks nobody', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    await load(weights);
    const before = statSync(join(root, 'blobs', blob));
    const { code, output } = await load(weights);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('is here') });
    expect(origin.asked).toHaveLength(1);
    expect(statSync(join(root, 'blobs', blob)).ino).toBe(before.ino);
  });

  test('the marker saves the second hash, and only as long as size and time fit', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    await load(weights);
    const path = join(root, 'blobs', blob);
    const { atime, mtime } = statSync(path);
    const spoilt = Buffer.from(file);
    spoilt[5] = (spoilt[5] ?? 0) ^ 1;
    writeFileSync(path, spoilt);
    utimesSync(path, atime, mtime);
    expect((await load(weights)).output).not.toContain('hashing');
    utimesSync(path, atime, new Date(mtime.getTime() + 5000));
    const { code, output } = await load(weights);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining(`has the wrong digest sha256:${sha256(spoilt)}: removing it`),
    });
    expect(wrongBlobs(root)).toEqual([]);
  });

  test('a size that was only computed is no judge: the digest is', async () => {
    const { code } = await load([hubModel(origin, 'm', { [name]: file }, 290_000)]);
    expect(code).toBe(0);
    expect(blobsOf(root)).toEqual([blob]);
  });

  test('a mirror gives files by digest', async () => {
    publishByDigest(origin, file);
    const weights = [hubModel(origin, 'm', { [name]: file })];
    const { code } = await load(weights, { source: { from: 'weights-server', url: origin.url } });
    expect({ code, asked: origin.asked.map(({ path }) => path) }).toEqual({ code: 0, asked: [`/blobs/${blob}`] });
  });
});

describe('a token', () => {
  test('reaches the hub, but neither a redirect nor the log nor an argument', async () => {
    const cdn = await new Origin().start();
    cdn.files.set('/cdn', file);
    origin.whenever(hubPath(name), { kind: 'redirect', to: `${cdn.url}/cdn` });
    const tokenFile = sandbox.file('token', 'hf_secret123\n');
    const { code, output } = await load([hubModel(origin, 'm', { [name]: file })], { tokenFile });
    cdn.stop();
    expect(code).toBe(0);
    expect(origin.asked.map(({ authorization }) => authorization)).toEqual(['Bearer hf_secret123']);
    expect(cdn.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(output).not.toContain('hf_secret123');
  });

  test('is missed with a clear word', async () => {
    origin.whenever(hubPath(name), { kind: 'status', status: 401 });
    expect(await load([hubModel(origin, 'm', { [name]: file })])).toEqual({
      code: 12,
      output: expect.stringContaining(
        `${origin.url}${hubPath(name)} answered 401: it needs a token, or the owner of the token has not accepted the licence`,
      ),
    });
  });

  test('never goes to a hub in clear', () => {
    expect(() =>
      loader.run(
        inputs([hubModel(origin, 'm', { [name]: file })], {
          tokenFile: '/t',
          source: { from: 'origin', hub: 'http://hub.example', registry: origin.url },
        }),
      ),
    ).toThrow(
      'tokenFile: would send the token to http://hub.example/ unencrypted.\n  fix: use the https address of the hub\n  [TokenInClear]',
    );
  });
});

describe('a bad connection', () => {
  test('cut off half-way, it resumes where it was', async () => {
    origin.once(
      hubPath(name),
      { kind: 'cut', after: 100_000 },
      { kind: 'status', status: 503 },
      { kind: 'cut', after: 50_000 },
    );
    const { code } = await load([hubModel(origin, 'm', { [name]: file })]);
    expect({ code, wrong: wrongBlobs(root), blobs: blobsOf(root) }).toEqual({ code: 0, wrong: [], blobs: [blob] });
    expect(origin.asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=100000-',
      'bytes=100000-',
      'bytes=150000-',
    ]);
  });

  test('a source without ranges is read from the start again', async () => {
    origin.once(hubPath(name), { kind: 'cut', after: 100_000 }, { kind: 'no ranges' });
    const { code, output } = await load([hubModel(origin, 'm', { [name]: file })]);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('the source cannot resume: starting again'),
    });
    expect(wrongBlobs(root)).toEqual([]);
  });

  test.each([
    ['already whole', 'exact', file],
    ['already whole where the size is only computed', 'about', file],
    ['longer than the source', 'exact', Buffer.concat([file, file])],
    ['longer than the source where the size is only computed', 'about', Buffer.concat([file, file])],
    ['spoilt', 'exact', content('other', 1000)],
  ])('a partial file that is %s ends well', async (_, size, partial) => {
    const weights = [hubModel(origin, 'm', { [name]: file }, size === 'about' ? 299_000 : undefined)];
    sandbox.volume('store/partials');
    sandbox.own(sandbox.file(`store/partials/${blob}`, partial));
    const { code } = await load(weights);
    expect({ code, blobs: blobsOf(root), wrong: wrongBlobs(root) }).toEqual({ code: 0, blobs: [blob], wrong: [] });
  });

  test('a source that makes no progress is given up, and what was fetched stays', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.once(hubPath(name), { kind: 'cut', after: 1000 });
    origin.whenever(hubPath(name), { kind: 'status', status: 502 });
    const { code, output } = await load(weights, { patience: seconds(0) });
    expect({ code, output }).toEqual({ code: 11, output: expect.stringContaining('no progress for 0 s from') });
    expect(statSync(join(root, 'partials', blob)).size).toBe(1000);
  });

  test('the patience counts from the last progress, not from the start', async () => {
    origin.once(hubPath(name), { kind: 'cut', after: 20_000, delay: 600 }, { kind: 'cut', after: 20_000, delay: 600 });
    expect((await load([hubModel(origin, 'm', { [name]: file })], { patience: seconds(1) })).code).toBe(0);
  });

  test.each([
    ['sends a byte now and then', { kind: 'slow', bytes: 1, every: 200 }],
    ['sends a byte and closes the connection', { kind: 'cut', after: 1 }],
    ['sends less than it must', { kind: 'slow', bytes: 100, every: 100 }],
  ] as const)('a source that %s makes no progress', async (_, fault) => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.whenever(hubPath(name), fault);
    const started = Date.now();
    const { code, output } = await load(weights, { patience: seconds(2), slowFor: seconds(1), leastSpeed: kib(4) });
    expect({ code, output }).toEqual({
      code: 11,
      output: expect.stringContaining(
        `no progress for 2 s from ${origin.url}${hubPath(name)} (less than 4.0 KiB a second): `,
      ),
    });
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(statSync(join(root, 'partials', blob)).size).toBeGreaterThan(0);
  });

  test('a source that is slow, but not too slow, has the time that it takes', async () => {
    const slow = content('slow', 60_000);
    const weights = [hubModel(origin, 'm', { [name]: slow })];
    origin.whenever(hubPath(name), { kind: 'slow', bytes: 1000, every: 50 });
    const started = Date.now();
    expect(await load(weights, { patience: seconds(1), slowFor: seconds(1), leastSpeed: kib(4) })).toMatchObject({
      code: 0,
    });
    expect(Date.now() - started).toBeGreaterThan(2000);
  });

  test('a file that the hub does not have ends at once', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.files.clear();
    expect(await load(weights)).toEqual({
      code: 13,
      output: expect.stringContaining(`${hubPath(name)} does not exist (404)`),
    });
  });
});

describe('wrong bytes', () => {
  test('a byte that is wrong once costs a second download', async () => {
    origin.once(hubPath(name), { kind: 'corrupt', at: 1234 });
    const { code, output } = await load([hubModel(origin, 'm', { [name]: file })]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('deleted, starting again') });
    expect(wrongBlobs(root)).toEqual([]);
  });

  test('a byte that stays wrong is refused with both digests; the next run finishes', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    const spoilt = Buffer.from(file);
    spoilt[1234] = (spoilt[1234] ?? 0) ^ 1;
    origin.once(hubPath(name), { kind: 'corrupt', at: 1234 }, { kind: 'corrupt', at: 1234 });
    const { code, output } = await load(weights);
    expect({ code, blobs: blobsOf(root), names: namesOf(root) }).toEqual({ code: 14, blobs: [], names: [] });
    expect(output).toContain(
      `gave sha256:${sha256(spoilt)} twice, where the catalogue names sha256:${sha256(file)}. Nothing of it was published.`,
    );
    expect((await load(weights)).code).toBe(0);
    expect(wrongBlobs(root)).toEqual([]);
  });

  test('a file that is much larger than the catalogue says is not fetched', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.files.set(hubPath(name), Buffer.alloc(3_000_000));
    const { code, output } = await load(weights);
    expect({ code, output }).toEqual({
      code: 14,
      output: expect.stringContaining('is larger than the catalogue says'),
    });
  });
});

describe('what is mounted', () => {
  test.each([
    ['kind', `blob ${sha256(file)}\n`, "a line begins with 'blob', which is neither file nor manifest"],
    ['digest', 'file abc 1 exact gguf/m/m.gguf http://127.0.0.1/m\n', "'abc' is not a sha256 digest"],
    ['content', '', 'names no weights'],
  ])('a list without a usable %s is refused', async (_, list, message) => {
    const run = loader.run(inputs([hubModel(origin, 'm', { [name]: file })]));
    const result = await sandbox.run({ ...run, files: { ...run.files, 'weights.list': list } });
    expect(result).toEqual({ code: 10, output: expect.stringContaining(message) });
  });

  test('a missing variable and an unreadable token are named', async () => {
    const run = loader.run(inputs([hubModel(origin, 'm', { [name]: file })]));
    expect(await sandbox.run(run, { WEIGHTS_LIST: '' })).toEqual({
      code: 10,
      output: 'loader: error: the environment variable WEIGHTS_LIST is not set\n',
    });
    expect((await sandbox.run(run, { TOKEN_FILE: '/nowhere' })).output).toContain(
      'loader: error: cannot read the token in /nowhere\n',
    );
  });
});
