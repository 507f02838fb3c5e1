/** `npm run gitops` as its user calls it: options, exit status, its text. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { commands } from '../../scripts/commands';
import { dev, local } from '../render/overlays';
import { checkout, contents, remove, sources, temporary } from './support/repository';

let repo: string;
let source: string;
let said: string[];
let complained: string[];
beforeEach(() => {
  repo = checkout();
  source = sources();
  said = [];
  complained = [];
});
afterEach(() => [repo, source].forEach(remove));

const all: readonly EnvironmentInput[] = [dev, { ...local, delivery: 'gitops' }];
const run = async (...argv: readonly string[]): Promise<number> =>
  commands.gitops.run(argv, {
    console: { out: (text) => said.push(text), error: (text) => complained.push(text) },
    source,
    environments: all,
  });

test('delivers every environment of this delivery, then finds it up to date', async () => {
  expect(await run('--repo', repo)).toBe(0);
  expect(said.join('\n')).toMatch(
    /^local: \d+ files written or removed\n {2}\+ Kustomization flux-system\/local-00-namespaces\n/,
  );
  expect(await run('--repo', repo, '--check')).toBe(0);
  expect(said.at(-1)).toBe('local: up to date');
});

test('reports what is out of date, and exits with 1', async () => {
  expect(await run('--repo', repo, '--env', 'local', '--check')).toBe(1);
  expect(said[0]).toMatch(
    /^local: out of date, \d+ files would be written or removed\n {2}clusters\/local\/corral\/flux-system\/kustomization/,
  );
  expect(contents(repo)).toEqual({});
});

test('a check reports what would be refused', async () => {
  expect(await run('--repo', repo)).toBe(0);
  writeFileSync(join(repo, 'local/kustomization.yaml'), 'resources: []\n');
  expect(await run('--repo', repo, '--check')).toBe(2);
  expect(said.at(-1)).toBe(
    'local: out of date, 1 file would be written or removed\n  local/kustomization.yaml\nlocal: would be refused\n' +
      'local/kustomization.yaml: it was changed by hand after Corral wrote it, and the change would be lost.\n' +
      '  fix: bring the change into the overlay, or amend the object there, then git checkout -- local/kustomization.yaml\n  [EditedByHand]',
  );
});

test('refuses an environment that is delivered otherwise', async () => {
  expect(await run('--repo', repo, '--env', 'dev')).toBe(2);
  expect(complained.join('')).toBe(
    "dev.delivery: it is 'pulumi', so a GitOps repository would be the second owner of the same objects.\n" +
      "  fix: set delivery: 'gitops' in its overlay, after the present owner has released the objects\n  [AnotherDelivery]\n\n1 fault.",
  );
});

test('commits, and has nothing to commit the second time', async () => {
  expect(await run('--repo', repo, '--commit')).toBe(0);
  expect(said.at(-1)).toMatch(/^committed [0-9a-f]{40}$/);
  expect(await run('--repo', repo, '--commit')).toBe(0);
  expect(said.at(-1)).toBe('nothing to commit');
});

test('refuses a folder that is no repository with one sentence, in every mode, and writes nothing', async () => {
  const plain = temporary();
  for (const mode of [[], ['--check'], ['--commit']]) expect(await run('--repo', plain, ...mode)).toBe(3);
  expect(new Set(complained.map((text) => text.split('\n')[0]))).toEqual(
    new Set([`--repo: ${plain} is not a git checkout.`]),
  );
  expect(readdirSync(plain)).toEqual([]);
  remove(plain);
});

test('refuses an environment that is not there', async () => {
  expect(await run('--repo', repo, '--env', 'locla')).toBe(3);
  expect(complained.join('')).toContain(
    "--env: no overlay is called 'locla'.\n  did you mean: local\n  allowed: dev · local\n  [UnknownEnvironment]",
  );
});

test.each([
  [['--env', 'local'], 'npm run gitops: --repo is missing.\n  fix: --repo FOLDER\n'],
  [['--repo', 'x', '--push'], "npm run gitops: there is no option '--push'."],
  [['--repo', 'x', '--check', '--commit'], '--check writes nothing, so there is nothing to --commit'],
])('refuses the command line %j, with its help', async (argv, message) => {
  expect(await run(...argv)).toBe(3);
  expect(complained.join('')).toContain(message);
  expect(complained.join('')).toContain('help: npm run gitops -- --help\n  [Usage]');
});

test('prints its help', async () => {
  expect(await run('--help')).toBe(0);
  expect(said.join('')).toContain('npm run gitops -- --repo FOLDER');
});
