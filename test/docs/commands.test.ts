/** Every command that a page shows can be typed: its name, its options, and the test files that it selects exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { CommandLine } from '../../scripts/command/line';
import { programLines } from '../../scripts/command-lines';
import { commands } from '../../scripts/commands';
import { line as fuzz } from '../fuzz/options';

const root = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
const pages = [
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
];

interface Shown {
  readonly page: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** `npx corral NAME WORDS`, of the installed program. */
const programIn = (page: string): readonly Shown[] =>
  [...read(page).matchAll(/(?:^|`|npx )corral ([a-z]+)(?=[ `\n])([^`|\n#>&;)]*)/gm)].map(
    ([, name = '', words = '']) => ({ page, name, words: words.split(/\s+/).filter((word) => word !== '') }),
  );

/** `npm run NAME -- WORDS`, up to what ends a command in a line of text or of a shell. */
const shownIn = (page: string): readonly Shown[] =>
  [...read(page).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)(?: -- ([^`|\n#>&;)]*))?/g)].map(
    ([, name = '', words = '']) => ({ page, name, words: words.split(/\s+/).filter((word) => word !== '') }),
  );

const shown = pages.flatMap(shownIn);
const ofProgram = pages.flatMap(programIn);
const commandLines: readonly CommandLine[] = [...Object.values(commands).map(({ line }) => line), fuzz];
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

test('pages show many commands', () => {
  expect(shown.length).toBeGreaterThan(100);
});

test('every npm script that a page names exists', () => {
  expect(shown.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
});

test('every command of the installed program that a page names is one of it', () => {
  expect(ofProgram.length).toBeGreaterThan(5);
  expect(ofProgram.filter(({ name }) => !Object.hasOwn(programLines, name))).toEqual([]);
});

test('every option that a page gives to a command is one of its options', () => {
  const wrong = [...shown, ...ofProgram].flatMap(({ page, name, words }) => {
    const line = commandLines.find((each) => each.name === name);
    if (line === undefined) return [];
    const known = [...Object.keys(line.options), 'help'];
    return words
      .flatMap((word) => [...word.matchAll(/--([a-z-]+)/g)])
      .filter(([, option = '']) => !known.includes(option))
      .map(([option]) => `${page}: npm run ${name} -- ${option}`);
  });
  expect(wrong).toEqual([]);
});

/** Folders of the tests of a script: its configuration's roots. */
const folders: Readonly<Record<string, readonly string[]>> = {
  test: ['test'],
  'test:cluster': ['test/cluster'],
  'test:delivery': ['test/delivery'],
  'test:engines': ['test/engines'],
  'test:gateway': ['test/gateway'],
  'test:keda': ['test/keda'],
  'test:versions': ['test/versions'],
  'test:operations': ['test/operations'],
  'test:pages': ['test/pages'],
  'test:programs': [
    'command',
    'diff',
    'discover',
    'gitops',
    'key',
    'lock',
    'preflight',
    'programs',
    'pulumi',
    'synth',
    'workflows',
  ].map((folder) => `test/${folder}`),
};

test('every part of the tests that a page selects has a file', () => {
  const wrong = shown.flatMap(({ page, name, words }) => {
    const tests = (folders[name] ?? []).flatMap(filesBelow).filter((path) => path.endsWith('.test.ts'));
    if (tests.length === 0) return [];
    return words
      .filter((word) => /^[a-z]/.test(word) && !tests.some((path) => path.includes(word)))
      .map((word) => `${page}: npm run ${name} -- ${word}`);
  });
  expect(wrong).toEqual([]);
});
