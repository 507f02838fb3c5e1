/** The copier on real volumes: what it reads from a claim or an image is in the store under its digest, or not at all. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ModelOrigin } from '../../lib/catalog/origin';
import { seconds } from '../../lib/core/duration';
import { copier } from '../../lib/programs/copier';
import type { Weights } from '../../lib/programs/weights-layout';
import { Sandbox } from './support/container';
import { content, hubModel, sha256 } from './support/models';
import { Origin } from './support/origin';
import { blobsOf, namesOf, partialsOf } from './support/store';

let sandbox: Sandbox;
let root: string;
let source: string;

beforeEach(() => {
  sandbox = new Sandbox();
  root = sandbox.volume('store');
  source = sandbox.volume('source');
});
afterEach(() => sandbox.remove());

const claim: ModelOrigin = { from: 'claim', claimName: 'models' };

/** A model of a volume; its files are put there. */
function model(files: Readonly<Record<string, Buffer>>, origin: ModelOrigin = claim, folder = ''): Weights {
  const weights = hubModel(new Origin(), 'tiny/Q4_K_M', files);
  for (const [path, bytes] of Object.entries(files)) {
    const here = join(source, folder, path);
    mkdirSync(dirname(here), { recursive: true });
    writeFileSync(here, bytes);
  }
  return { ...weights, model: { ...weights.model, origin } };
}

const copy = (...weights: readonly Weights[]) =>
  sandbox.run(copier.run({ weights, source, root, progressEvery: seconds(30) }));
const file = content('weights', 3_000_000);
const path = 'gguf/tiny-Q4_K_M.gguf';
const blob = `sha256-${sha256(file)}`;

/** Every file of the volume, with its bytes, mode and time. */
const volume = () =>
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, mtimeMs, uid, gid, size } = statSync(join(source, name));
      return [name, mode, mtimeMs, uid, gid, size];
    });

describe('a file of a claim', () => {
  test('arrives under its digest and its name, and the claim is as it was', async () => {
    const weights = model({ [path]: file });
    const before = volume();
    const { code, output } = await copy(weights);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('gguf/tiny/Q4_K_M/tiny-Q4_K_M.gguf: named'),
    });
    expect(blobsOf(root)).toEqual([blob]);
    expect(sha256(readFileSync(join(root, 'gguf/tiny/Q4_K_M/tiny-Q4_K_M.gguf')))).toBe(sha256(file));
    expect(partialsOf(root)).toEqual([]);
    expect(volume()).toEqual(before);
  });

  test('is copied on from where an earlier copy was cut off', async () => {
    const weights = model({ [path]: file });
    mkdirSync(join(root, 'partials'));
    writeFileSync(join(root, 'partials', blob), file.subarray(0, 1_234_567));
    sandbox.ownAll(root);
    const { code, output } = await copy(weights);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('resuming at 1.2 MiB') });
    expect(sha256(readFileSync(join(root, 'blobs', blob)))).toBe(sha256(file));
  });

  test('may be a link, as in the cache of a hub, and lie in shards', async () => {
    const shards = { 'm-00001-of-00002.gguf': content('one', 900), 'm-00002-of-00002.gguf': content('two', 700) };
    const weights = model(shards);
    mkdirSync(join(source, 'snapshots'));
    for (const name of Object.keys(shards)) symlinkSync(`../${name}`, join(source, 'snapshots', name));
    const files = weights.model.files.map((each) => ({ ...each, path: `snapshots/${each.path}` }));
    expect((await copy({ ...weights, model: { ...weights.model, files } })).code).toBe(0);
    expect(namesOf(root)).toEqual([1, 2].map((i) => `gguf/tiny/Q4_K_M/m-0000${i}-of-00002.gguf`));
  });
});

test('a file of an image lies in its folder', async () => {
  const origin = { from: 'image', reference: 'r/n:1', folder: '/weights' } as const;
  expect((await copy(model({ 'tiny-Q4_K_M.gguf': file }, origin, 'weights'))).code).toBe(0);
  expect(blobsOf(root)).toEqual([blob]);
});

describe('nothing is published', () => {
  const end = async (weights: Weights) => {
    const ended = await copy(weights);
    expect(blobsOf(root)).toEqual([]);
    expect(namesOf(root)).toEqual([]);
    return { code: ended.code, error: /^copier: error: (.*)$/m.exec(ended.output)?.[1] };
  };
  const name = 'gguf/tiny/Q4_K_M/tiny-Q4_K_M.gguf';

  test('of a file that is not there', async () => {
    const weights = model({ [path]: file });
    const files = weights.model.files.map((each) => ({ ...each, path: 'other/tiny-Q4_K_M.gguf' }));
    expect(await end({ ...weights, model: { ...weights.model, files } })).toEqual({
      code: 13,
      error:
        `${name}: ${source}/other/tiny-Q4_K_M.gguf does not exist, or a folder above it is closed to user ${process.getuid?.() === 0 ? 10001 : process.getuid?.()}. ` +
        'Check the path in the catalogue, and that the volume has the file.',
    });
  });

  test('of a file with other bytes', async () => {
    const weights = model({ [path]: file });
    const other = Buffer.from(file);
    other[7] = (other[7] ?? 0) ^ 1;
    writeFileSync(join(source, path), other);
    expect(await end(weights)).toEqual({
      code: 14,
      error:
        `${name}: ${source}/${path} gave sha256:${sha256(other)} twice, where the catalogue names sha256:${sha256(file)}. ` +
        'Nothing of it was published. The volume has another file than the one that was locked: lock it again, or put the right one there.',
    });
  });

  test('of a larger file, which is refused before it is read', async () => {
    const weights = model({ [path]: file });
    writeFileSync(join(source, path), Buffer.concat([file, file]));
    expect(await end(weights)).toEqual({
      code: 14,
      error:
        `${name}: ${source}/${path} has 6000000 bytes, more than the 3000000 that it may have. Nothing of it was published. ` +
        'The volume has another file than the one that was locked: lock it again, or put the right one there.',
    });
    expect(statSync(join(root, 'partials', blob)).size).toBe(0);
  });

  // Root reads every file.
  (process.getuid?.() === 0 ? test : test.skip)('of a file that its user may not read', async () => {
    const weights = model({ [path]: file });
    chmodSync(join(source, path), 0o600);
    expect(await end(weights)).toEqual({
      code: 12,
      error:
        `${name}: user 10001 cannot read ${source}/${path}. ` +
        'Give everyone, or its group, the right to read it: no program of Corral changes the volume.',
    });
  });
});
