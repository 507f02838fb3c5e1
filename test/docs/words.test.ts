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
  ['somebody', 'the user, another program, or the passive'],
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

/** The words of a line that are refused, each with what to write. */
function refused(line: string): readonly string[] {
  const words = wordsOf(line);
  return patterns.flatMap(({ form, instead }) => {
    const word = form.exec(words)?.[0];
    return word === undefined ? [] : [`'${word}'; write: ${instead}`];
  });
}

test('words are found in comments and names, in each form, and not inside of others', () => {
  expect(refused('const forWhom = 1; // It tells why.')).toEqual([
    "'tells'; write: report, print, show",
    "'Whom'; write: a sentence with one subject and one verb",
  ]);
  expect(refused('Homeless and MENDED')).toHaveLength(2);
  expect(refused('recommended, intell, warehouse, narrow, rungs_of')).toEqual(["'rungs'; write: class, level, list"]);
  expect(refused("refuse('DraftHelpsNobody', at)")).toEqual([]);
});

test('names, comments and texts have only plain words', () => {
  expect(paths.length).toBeGreaterThan(500);
  const found = paths.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => refused(line).map((each) => `${path}:${i + 1}: ${each}`)),
  );
  expect(found).toEqual([]);
});
