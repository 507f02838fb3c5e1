/** `npm run lock FILE --from PLACE`: a file that is on no hub, and every place that is refused before it is hashed. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Model, ModelCatalog } from '../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../gguf/model-file';
import { projectorMetadata, projectorTensors } from '../gguf/projector-file';
import { writeSparseGguf } from '../gguf/writer';
import { lockByWords } from './by-words';
import { tiny, tinyProjector } from './tiny';

const metadata = { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) };
const tensors = modelTensors(tiny, 'Q4_K_M', { tied: false });
const digest = `sha256:${'0'.repeat(64)}`;

const folder = mkdtempSync(join(tmpdir(), 'corral-from-'));
const lockFile = join(folder, 'models.lock.json');
const file = (name: string): string => join(folder, name);
const path = file('Tiny.Q4_K_M.gguf');
const written: string[] = [];
const terminal = { write: (text: string) => written.push(text) };
const run = (...args: readonly string[]): Promise<string> => lockByWords([...args, '--into', lockFile], {}, terminal);
const entry = (): Model | undefined => (JSON.parse(readFileSync(lockFile, 'utf8')) as ModelCatalog)['tiny/Q4_K_M'];

beforeAll(() => {
  writeSparseGguf(path, metadata, tensors);
});
beforeEach(() => {
  writeFileSync(lockFile, '{}');
  written.length = 0;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a file that is on no hub has the place from which a cluster gets it', () => {
  test.each<[string, Model['origin'], string]>([
    [
      'https://files.example/models/Tiny.Q4_K_M.gguf',
      { from: 'web', folder: 'https://files.example/models' },
      'Tiny.Q4_K_M.gguf',
    ],
    ['https://files.example:8443/', { from: 'web', folder: 'https://files.example:8443' }, 'Tiny.Q4_K_M.gguf'],
    [
      'http://10.0.0.7:9000/a%20b/other+name.gguf',
      { from: 'web', folder: 'http://10.0.0.7:9000/a%20b' },
      'other+name.gguf',
    ],
    ['claim:models/gguf/tiny.gguf', { from: 'claim', claimName: 'models' }, 'gguf/tiny.gguf'],
    ['claim:models', { from: 'claim', claimName: 'models' }, 'Tiny.Q4_K_M.gguf'],
    [
      `image:ghcr.io/acme/tiny:1@${digest}/models/tiny.gguf`,
      { from: 'image', reference: `ghcr.io/acme/tiny:1@${digest}`, folder: '/models' },
      'tiny.gguf',
    ],
    [
      `image:ghcr.io/acme/tiny:1@${digest}`,
      { from: 'image', reference: `ghcr.io/acme/tiny:1@${digest}`, folder: '/' },
      'Tiny.Q4_K_M.gguf',
    ],
  ])('%s', async (from, origin, name) => {
    expect(await run(path, '--from', from)).toBe('tiny/Q4_K_M');
    expect(entry()).toMatchObject({ origin, files: [{ path: name, bytesFrom: 'stated' }], architecture: tiny });
  });

  test('its projector lies beside it', async () => {
    const projector = file('mmproj.gguf');
    writeSparseGguf(projector, projectorMetadata(tinyProjector), projectorTensors(tinyProjector));
    await run(path, '--projector', projector, '--from', 'claim:models/gguf/tiny.gguf');
    expect(entry()).toMatchObject({
      files: [{ path: 'gguf/tiny.gguf' }],
      projector: { file: { path: 'gguf/mmproj.gguf' } },
    });
    await expect(run(path, '--from', 'https://files.example/tiny.gguf')).rejects.toThrow(
      'the entry has a projector, gguf/mmproj.gguf, and it is not known whether https://files.example has it too.\n' +
        '  fix: --projector with its file there\n  [NoOrigin]',
    );
  });

  test('its entry moves when the same file has another place', async () => {
    await run(path, '--from', 'claim:models/tiny.gguf');
    await run(path, '--from', 'https://files.example/tiny.gguf');
    expect(entry()).toMatchObject({
      origin: { from: 'web', folder: 'https://files.example' },
      files: [{ path: 'tiny.gguf' }],
    });
    // Refreshed without a place, it keeps what it has.
    await run(path);
    expect(entry()).toMatchObject({ origin: { from: 'web' }, files: [{ path: 'tiny.gguf' }] });
  });
});

describe('is refused before it is hashed', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const error = await run(...args).then(
      () => '',
      (each: unknown) => (each instanceof Error ? each.message : ''),
    );
    expect(written.join('')).not.toContain('hashing');
    expect(readFileSync(lockFile, 'utf8')).toBe('{}');
    return error;
  };
  const forms =
    '  allowed: https://files.example/FOLDER/FILE.gguf · claim:NAME/PATH/FILE.gguf · image:REGISTRY/NAME:TAG@sha256:…/PATH/FILE.gguf\n' +
    '  help: npm run lock -- --help\n  [Usage]';

  test('a file of 40 GB that is no model, or not the whole one', async () => {
    const large = file('large.Q4_K_M.gguf');
    writeFileSync(large, 'not a model');
    truncateSync(large, 40e9);
    expect(await refused(large, '--from', 'claim:models')).toContain('large.Q4_K_M.gguf: its header cannot be read');
    writeSparseGguf(large, metadata, tensors);
    truncateSync(large, 40e9);
    expect(await refused(large, '--from', 'claim:models')).toContain(
      'it has 40000000000 bytes, and its tensors end at',
    );
    rmSync(large);
  });

  test.each([
    'ftp://files.example/tiny.gguf',
    'https://files.example/tiny.gguf?token=secret',
    'https://user:secret@files.example/tiny.gguf',
    'https://files.example/%zz.gguf',
    `image:ghcr.io/acme/tiny:1`,
    './tiny.gguf',
  ])('a place of another form: %s', async (from) => {
    expect(await refused(path, '--from', from)).toBe(`npm run lock: --from has '${from}'.\n${forms}`);
  });

  test('a place that no environment takes', async () => {
    expect(await refused(path, '--from', 'claim:Models/tiny.gguf')).toBe(
      `${path}['tiny/Q4_K_M'].origin.claimName: 'Models' does not have the right form.\n` +
        '  allowed: a DNS name: lower-case letters, digits, inner hyphens, and dots between parts\n' +
        '  fix: correct --from or --repo\n  [BadFormat]',
    );
    expect(await refused(path, '--from', 'claim:models/../tiny.gguf')).toContain("files[0].path: '../tiny.gguf'");
  });

  test('shards that are one file there', async () => {
    const half = Math.ceil(tensors.length / 2);
    const split = { 'split.count': { uint32: 2 }, 'split.tensors.count': { uint32: tensors.length } };
    const shard = (i: number): string => file(`Tiny.Q4_K_M-0000${i}-of-00002.gguf`);
    writeSparseGguf(shard(1), { ...metadata, ...split }, tensors.slice(0, half));
    writeSparseGguf(shard(2), { 'general.architecture': { text: 'llama' } }, tensors.slice(half));
    expect(await refused(shard(1), '--from', 'claim:models/tiny.gguf')).toBe(
      `tiny.gguf: it stands for 1 file, and ${shard(1)} for 2.\n` +
        '  fix: give the files the same names in both places: shards are …-00001-of-00002.gguf\n  [ShardsDiffer]',
    );
    await run(shard(1), '--from', 'claim:models/a/');
    expect(entry()?.files.map((each) => each.path)).toEqual([1, 2].map((i) => `a/Tiny.Q4_K_M-0000${i}-of-00002.gguf`));
  });

  test('two places at once, and a place of a file of a hub', async () => {
    expect(await refused(path, '--from', 'claim:models', '--repo', 'example/tiny')).toBe(
      'npm run lock: --from and --repo are both given.\n  fix: give one of the two\n  help: npm run lock -- --help\n  [Usage]',
    );
    expect(await refused('example/tiny', 'Tiny.Q4_K_M.gguf', '--from', 'claim:models')).toBe(
      'npm run lock: --from is given with a file of a hub.\n  fix: give the path of the file on this machine\n' +
        '  help: npm run lock -- --help\n  [Usage]',
    );
  });
});
