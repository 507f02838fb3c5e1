/**
 * A damaged lock gives one fault that says what is wrong; whatever the text is, reading it ends in a lock or in that
 * sentence.
 */
import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deliver } from '../../deploy/gitops';
import { lockOf, lockText } from '../../lib/delivery/lock';
import { parseLock } from '../../lib/delivery/parse-lock';
import { treeOf } from '../../lib/delivery/tree';
import { charts, model, synthesis } from './support/small';
import { checkout, contents, refusalOf, remove } from './support/repository';

const two = synthesis(charts(model('chat'), model('legal')));
const lock = lockOf(treeOf(two), { corral: '0.1.0' });
const text = lockText(lock);

let repo: string;
beforeEach(async () => {
  repo = checkout();
  await deliver([two], { repo });
});
afterEach(() => remove(repo));

test('a lock is read as it was written', () => {
  expect(parseLock(text, 'small')).toEqual({ lock });
  const unfinished = { ...lock, unfinished: { 'small/kustomization.yaml': 'a'.repeat(64) } };
  expect(parseLock(lockText(unfinished))).toEqual({ lock: unfinished });
});

const [path = ''] = Object.keys(lock.objects);
const object = { ...lock.objects[path] };
const changed = (change: object): string => JSON.stringify({ ...lock, ...change });

test.each([
  ['cut off', text.slice(0, 500), 'it is not JSON'],
  ['empty', '', 'it is not JSON'],
  ['with a conflict of a merge', `<<<<<<< HEAD\n${text}`, 'it is not JSON'],
  ['with bytes that are no text', '\u0000\u0001\uFFFD', 'it is not JSON'],
  ['nested too deep', '['.repeat(200_000), 'it is not JSON'],
  ['null', 'null', 'it does not have the fields of a lock'],
  ['a list', '[]', 'it does not have the fields of a lock'],
  ['with another field', changed({ journal: [] }), 'it does not have the fields of a lock'],
  ['of a later format', changed({ format: 2 }), 'its field format has a wrong form'],
  ['without objects', changed({ objects: null }), 'its field objects has a wrong form'],
  ['with a list of objects', changed({ objects: [] }), 'its field objects has a wrong form'],
  [
    'with an object that is none',
    changed({ objects: { [path]: null } }),
    `its field objects[${JSON.stringify(path)}] has a wrong form`,
  ],
  [
    'with a hash of another length',
    changed({ objects: { [path]: { ...object, sha256: 'abc' } } }),
    `its field objects[${JSON.stringify(path)}].sha256 has a wrong form`,
  ],
  [
    'with a name that controls a terminal',
    changed({ objects: { [path]: { ...object, name: '\u001B[2J' } } }),
    `its field objects[${JSON.stringify(path)}].name has a wrong form`,
  ],
  ['with a number as a tool', changed({ tools: { corral: 1 } }), 'its field tools.corral has a wrong form'],
  ['with another environment', changed({ environment: 'other' }), 'it belongs to the environment other, not to small'],
  ['with an environment that climbs', changed({ environment: '..' }), 'its field environment has a wrong form'],
  [
    'with a file of the unfinished part that is elsewhere',
    changed({ unfinished: { 'other/a.yaml': 'a'.repeat(64) } }),
    'it lists "other/a.yaml", which is not a file that Corral writes for small',
  ],
  [
    'with a kustomization that is none',
    changed({ kustomizations: { 'small/a.yaml': 'a'.repeat(64) } }),
    'it lists "small/a.yaml" as another object than Corral writes there',
  ],
])('%s', async (_, damaged, problem) => {
  writeFileSync(join(repo, 'small/manifest.lock.json'), damaged);
  const before = contents(repo);
  const sentence = `small/manifest.lock.json: the file is not a lock that Corral wrote: ${problem}.\n  fix: restore it: git checkout -- small/manifest.lock.json\n  [LockNotOurs]`;
  expect(await refusalOf(() => deliver([two], { repo }))).toBe(sentence);
  expect((await deliver([two], { repo, check: true })).delivered[0]?.faults.map(({ code }) => code)).toEqual([
    'LockNotOurs',
  ]);
  expect(contents(repo)).toEqual(before);
});

test('one that is larger than any lock is not read', async () => {
  truncateSync(join(repo, 'small/manifest.lock.json'), 2 ** 40);
  expect(await refusalOf(() => deliver([two], { repo }))).toBe(
    'small/manifest.lock.json: it has 1099511627776 bytes, but only files of at most 134217728 bytes are read.\n  fix: move it away\n  [FileNotRead]',
  );
});

test('files with names that are no text are left alone', async () => {
  execFileSync('sh', ['-c', 'printf x > "$(printf "small/\\377\\033.yaml")"'], { cwd: repo });
  expect((await deliver([two], { repo })).delivered[0]?.files).toEqual([]);
});

test('whatever is changed in a lock, reading it ends in a lock or in a sentence', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, {}, [], '', -1, Number.MAX_VALUE, '../x', '/etc/passwd', { __proto__: null }),
  );
  const parts = fc.constantFrom(
    'format',
    'environment',
    'tools',
    'objects',
    'kustomizations',
    'unfinished',
    '__proto__',
    'constructor',
  );
  const mutated = fc.oneof(
    fc.string(),
    fc
      .tuple(parts, value)
      .map(
        ([key, other]) =>
          `${JSON.stringify(lock).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(other) ?? 'null'}}`,
      ),
    fc
      .tuple(fc.nat(text.length), fc.string({ maxLength: 3 }), fc.nat(5))
      .map(([at, put, cut]) => text.slice(0, at) + put + text.slice(at + cut)),
  );
  fc.assert(
    fc.property(mutated, (damaged) => {
      const read = parseLock(damaged, 'small');
      if ('problem' in read) expect(read.problem).toMatch(/^it[s ][\x20-\x7e]+[^.]$/);
      else
        expect(Object.keys(read.lock.objects).every((each) => /^(small|clusters\/small\/corral)\//.test(each))).toBe(
          true,
        );
    }),
    { numRuns: Number(process.env['RUNS'] ?? 300) },
  );
});
