/**
 * Words that a reader whose second language is English has to look up, or that are no words of Kubernetes: each is
 * refused, with the plain word for it, in names, comments and texts of the library, the commands and the documentation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(__dirname, '..', '..');

/** Each word with all of its forms, and what to write instead. */
const plainWords: readonly (readonly [string, string])[] = [
  ['mend|mends|mended|mending', 'fix'],
  ['told|tell|tells', 'report, print, show'],
  ['whom|whoever', 'a sentence with one subject and one verb'],
  ['nobody', 'no user, no pod, no process'],
  ['homeless', 'displaced'],
  ['lonely', 'unplaced'],
  ['crowd|crowds|crowded', 'pod group, pod count'],
  ['inhabitant|inhabitants', 'pods'],
  ['rung|rungs|ladder|ladders', 'class, level, list'],
  ['twin|twins', 'counterexample'],
  ['house|houses', 'repository'],
  ['noun|nouns', 'kind, word, or the construct itself'],
  ['tower|towers|arrow|arrows', 'import, dependency'],
  ['riddle|riddles', 'a plain sentence'],
];

/** Published codes of faults keep their names. */
const codes = /DraftHelpsNobody/g;

/**
 * Lines with such words that are left, by folder. A number only becomes smaller; a folder without any is taken out of
 * this list.
 */
const left: Readonly<Record<string, number>> = {
  'lib/plan': 267,
};

const roots = ['lib', 'scripts', 'deploy', 'overlays', 'docs', 'test/command', 'test/command-unit'];
const isText = (path: string): boolean => /\.(?:ts|md|mjs|cjs)$/.test(path);
const paths = [
  ...roots.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  ),
  ...readdirSync(root),
].filter(isText);

const patterns = plainWords.map(([forms, instead]) => ({
  form: new RegExp(`(?<![a-z])(?:${forms})(?![a-z])`, 'i'),
  instead,
}));

/** `forWhom` is `for Whom`: the words of a name are words. */
const wordsOf = (line: string): string => line.replaceAll(codes, '').replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2');

const found = paths.flatMap((path) =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      const words = wordsOf(line);
      return patterns.flatMap(({ form, instead }) => {
        const word = form.exec(words)?.[0];
        return word === undefined ? [] : [{ path, text: `${path}:${i + 1}: '${word}'; write: ${instead}` }];
      });
    }),
);

const folderOf = (path: string): string | undefined =>
  Object.keys(left).find((folder) => path.startsWith(`${folder}/`));

test('names, comments and texts have only plain words', () => {
  expect(found.filter(({ path }) => folderOf(path) === undefined).map(({ text }) => text)).toEqual([]);
});

test.each(Object.entries(left))('%s has at most %d of them', (folder, most) => {
  const here = found.filter(({ path }) => folderOf(path) === folder).map(({ text }) => text);
  expect(here.slice(most)).toEqual([]);
});
