/** `npm run diff` as its user calls it: what the two sides may be, exit status, formats. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { deliver } from '../../deploy/gitops';
import { files, synthesise, type EnvironmentInput } from '../../lib';
import { commands } from '../../scripts/commands';
import { writeFolder } from '../../scripts/synth/folder';
import { dev, local } from '../render/overlays';

const all: readonly EnvironmentInput[] = [local, dev];
let folder: string;
let said: string[];
let complained: string[];

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

/** A library of another time: its synthesis is two objects, and its plan is none that anybody knows today. */
const library = (image: string): string => `exports.synthesiseAll = (all) => all.map((name) => ({
  name, plan: {}, charts: [{ name: 'app', wave: 4, manifests: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { image: '${image}' } }] }],
}));`;

function revision(name: string, text: string): void {
  mkdirSync(join(folder, 'lib'), { recursive: true });
  mkdirSync(join(folder, 'overlays'), { recursive: true });
  writeFileSync(join(folder, 'lib/index.js'), text);
  writeFileSync(join(folder, 'overlays/index.js'), "exports.environments = ['local', 'dev'];");
  git('add', 'lib', 'overlays');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', name);
  git('tag', name);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corral-diff-'));
  git('init', '--quiet');
  symlinkSync(join(__dirname, '../../node_modules'), join(folder, 'node_modules'));
  revision('v1', library('engine:1'));
  revision('v2', library('engine:2'));
  revision(
    'broken',
    "exports.synthesiseAll = () => { throw Object.assign(new Error('production.models: nothing fits'), { faults: [] }); };",
  );
  const synthesis = synthesise({ ...local, delivery: 'gitops' });
  writeFolder(join(folder, 'dist', 'local'), files(synthesis));
  mkdirSync(join(folder, 'repo'));
  await deliver([synthesis], { repo: join(folder, 'repo'), check: false, allowDelete: [] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  said = [];
  complained = [];
});

const run = (...argv: readonly string[]): number =>
  commands.diff.run(argv, {
    console: { out: (text) => said.push(text), error: (text) => complained.push(text) },
    source: folder,
    environments: all,
  });

test('an environment is the same as its folder, and as what is in a GitOps repository', () => {
  expect(run('local', join(folder, 'dist'), '--exit-code')).toBe(0);
  expect(run(join(folder, 'dist/local'), join(folder, 'repo/local'), '--exit-code')).toBe(0);
  expect(said).toEqual([
    expect.stringMatching(/^local → .*dist\/local: no object differs$/),
    expect.stringMatching(/repo\/local: no object differs$/),
  ]);
});

test('two environments differ, which is an exit status only when it is asked for', () => {
  expect(run('local', 'dev')).toBe(0);
  expect(run('local', 'dev', '--exit-code')).toBe(1);
  expect(said[0]).toMatch(/^local → dev: objects \d+ added, \d+ removed, \d+ changed\n/);
});

test('a revision is drawn by its own code, and leaves nothing behind', () => {
  expect(run('v1', 'v2:dev', '--json', '--exit-code')).toBe(1);
  expect(JSON.parse(said.join(''))).toMatchObject([
    {
      before: 'v1:dev',
      after: 'v2:dev',
      objects: {
        added: [],
        removed: [],
        changed: [{ object: 'ConfigMap x', fields: [{ field: 'data.image', before: 'engine:1', after: 'engine:2' }] }],
      },
    },
  ]);
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  // Other tests draw revisions at the same time: this repository alone has such a file.
  expect(
    readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'checkout', 'overlays', 'index.js'))),
  ).toEqual([]);
  expect(existsSync(join(folder, '.git/worktrees'))).toBe(false);
}, 20_000);

test('a revision that does not render is refused in its own words', () => {
  expect(run('broken', 'dev')).toBe(2);
  expect(complained.join('')).toBe(
    'broken: its own synth does not render it: production.models: nothing fits.\n  fix: compare a revision that renders, or a folder that was rendered from it\n  [RevisionRefused]\n\n1 fault.',
  );
}, 20_000);

test('a side that is nothing is refused', () => {
  expect(run('lcoal', 'dev')).toBe(3);
  expect(complained.join('')).toBe(
    'lcoal: there is no environment, folder or git revision of this name.\n  did you mean: local\n  allowed: local · dev · . · a folder · a git revision · cluster:CONTEXT\n  [UnknownSide]',
  );
});

test.each([
  [['local'], 'npm run diff: 1 of A B is given.'],
  [['local', 'dev', '--json', '--markdown'], 'npm run diff: --markdown and --json exclude each other.'],
  [
    ['local', 'dev', '--json', '--limit', '5000'],
    "npm run diff: --limit has '5000' without --markdown.\n  allowed: a whole number from 1000, together with --markdown\n",
  ],
  [
    ['local', 'dev', '--markdown', '--limit', '12'],
    "npm run diff: --limit has '12'.\n  allowed: a whole number from 1000, together with --markdown\n",
  ],
  [['local', 'dev', '--html'], "npm run diff: there is no option '--html'."],
])('refuses the command line %j, with its help', (argv, message) => {
  expect(run(...argv)).toBe(3);
  expect(complained.join('')).toContain(message);
  expect(complained.join('')).toContain('help: npm run diff -- --help\n  [Usage]');
});
