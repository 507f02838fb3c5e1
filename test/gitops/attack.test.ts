/**
 * A repository that somebody else filled: what it tracks must not decide what is written, moved, deleted or run. Each
 * case is committed with git, cloned, and delivered into with the command of users, in every mode.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { sha256 } from '../../lib/core/sha256';
import { commands } from '../../scripts/commands';
import { local } from '../render/overlays';
import { checkout, contents, everything, git, remove, sources, temporary } from './support/repository';

const environments: readonly EnvironmentInput[] = [{ ...local, delivery: 'gitops' }];
const modes: readonly (readonly string[])[] = [['--check'], [], ['--commit']];

let origin: string;
let source: string;
let outside: string;
let clones: string;
beforeEach(() => {
  origin = checkout();
  source = sources();
  [outside, clones] = [temporary(), temporary()];
  writeFileSync(join(outside, 'precious'), 'of somebody else');
});
afterEach(() => [origin, source, outside, clones].forEach(remove));

const file = (path: string, text: string, mode = 0o644): void => {
  mkdirSync(dirname(join(origin, path)), { recursive: true });
  writeFileSync(join(origin, path), text, { mode });
};
const link = (path: string, target: string): void => {
  mkdirSync(dirname(join(origin, path)), { recursive: true });
  symlinkSync(target, join(origin, path));
};

/** A program that leaves a mark when it runs. */
const program = (): string => `#!/bin/sh\ntouch '${join(outside, 'ran')}'\n`;

interface Ended {
  readonly exit: number;
  readonly text: string;
  readonly clone: string;
}

/**
 * Commits what was put into the origin, clones it, delivers into the clone and makes a commit there, which would run
 * hooks.
 */
async function attacked(mode: readonly string[]): Promise<Ended> {
  git(origin, 'add', '--all', '--force');
  if (git(origin, 'status', '--porcelain') !== '') git(origin, 'commit', '--quiet', '-m', 'x');
  const clone = join(clones, `clone${mode.join('')}`);
  git(clones, 'clone', '--quiet', origin, clone);
  for (const [key, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
    ['commit.gpgsign', 'false'],
  ] as const)
    git(clone, 'config', key, value);
  const before = { repository: everything(clone), hooks: readdirSync(join(clone, '.git/hooks')) };
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const exit = await commands.gitops.run(['--repo', clone, '--env', 'local', ...mode], {
    console: { out: say, error: say },
    source,
    environments,
  });
  if (mode.includes('--check')) expect(everything(clone)).toEqual(before.repository);
  expect(readdirSync(join(clone, '.git/hooks'))).toEqual(before.hooks);
  spawnSync('git', ['commit', '--quiet', '--allow-empty', '-m', 'y'], { cwd: clone });
  expect(readdirSync(outside)).toEqual(['precious']);
  return { exit, text: said.join('\n'), clone };
}

/** Each mode refuses it with one sentence, and nothing is written anywhere. */
async function refusedAs(sentence: RegExp | string): Promise<void> {
  for (const mode of modes) {
    const { exit, text, clone } = await attacked(mode);
    expect(exit).toBe(2);
    if (typeof sentence === 'string') expect(text).toContain(sentence);
    else expect(text).toMatch(sentence);
    expect(git(clone, 'status', '--porcelain')).toBe('');
  }
}

/** Each mode works as if the files were not there. */
async function ignored(): Promise<void> {
  for (const mode of modes) {
    const { exit, text, clone } = await attacked(mode);
    expect([exit, text]).toEqual([mode.includes('--check') ? 1 : 0, expect.stringMatching(/^local: /)]);
    expect(existsSync(join(clone, 'local/manifest.lock.json'))).toBe(!mode.includes('--check'));
  }
}

const inTheWay = (path: string): string =>
  `local: Corral must write files here, but finds a link, another repository, a file instead of a folder or a folder instead of a file: ${path}.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]`;

const journal = (environment: string, path: string, to?: string): void => {
  file(`.corral/${environment}/0.staged`, program(), 0o755);
  file(`.corral/${environment}/journal.json`, JSON.stringify({ environment, about: 'x', steps: [{ path, to }] }));
};

describe('files that an earlier version took for its journal are ignored', () => {
  test("of an environment that is a link into git's folder: no hook is installed", async () => {
    link('evil', '.git/hooks');
    journal('evil', 'evil/post-commit', sha256(program()));
    await ignored();
  });

  test('of an environment that is not delivered', async () => {
    journal('staging', 'staging/kustomization.yaml', sha256(program()));
    await ignored();
  });

  test('of the environment itself, with absolute paths and paths that climb', async () => {
    journal('local', join(outside, 'precious'));
    journal('local', `../${outside.split('/').at(-1) ?? ''}/precious`, sha256(program()));
    await ignored();
  });

  test('marks of another run that never ends', async () => {
    file('.corral/~claims/elsewhere~1~2', '');
    await ignored();
  });
});

describe('links are refused', () => {
  test.each([
    ['to a parent of the repository', 'clusters', '..'],
    ["as the folder of the environment, into git's folder", 'local', '.git/hooks'],
    ['as the folder of the environment, out of the repository', 'local', 'OUTSIDE'],
    ['as the folder of the controller', 'clusters/local', '../.git'],
    ['inside the environment', 'local/40-workloads', '../.git/hooks'],
    ['inside the environment, to a folder beside it', 'local/10-cluster', '../others'],
    ['as a file', 'local/kustomization.yaml', '../.git/config'],
    ['as a file that is not there', 'local/kustomization.yaml', '../.git/hooks/post-commit'],
    ['as the lock', 'local/manifest.lock.json', 'OUTSIDE/precious'],
    ['as the file that is written first', 'local/manifest.lock.json.part', 'OUTSIDE/precious'],
  ])('%s', async (_, path, target) => {
    file('others/README.md', 'a folder of somebody else');
    link(path, target.replace('OUTSIDE', outside));
    await refusedAs(inTheWay(path));
  });

  test('that git keeps and the disk does not show', async () => {
    link('local', '.git/hooks');
    git(origin, 'add', '--all');
    git(origin, 'commit', '--quiet', '-m', 'x');
    const clone = join(clones, 'plain');
    git(clones, 'clone', '--quiet', '-c', 'core.symlinks=false', origin, clone);
    const said: string[] = [];
    expect(
      await commands.gitops.run(['--repo', clone, '--env', 'local'], {
        console: { out: () => undefined, error: (text) => said.push(text) },
        source,
        environments,
      }),
    ).toBe(2);
    expect(said.join('\n')).toContain(inTheWay('local'));
  });
});

describe('a lock that names files outside of its environment is refused', () => {
  const hash = sha256('of somebody else');
  const lockWith = (path: string, environment = 'local'): string =>
    JSON.stringify({
      format: 1,
      environment,
      tools: {},
      objects: { [path]: { sha256: hash, apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' } },
      kustomizations: {},
    });

  test.each([
    '../precious',
    '/etc/hostname',
    'local/../.git/config',
    'local/./a/configmap-b.yaml',
    'local//a/configmap-b.yaml',
    'local/.git/a/configmap-b.yaml',
    'local/.GIT/a/configmap-b.yaml',
    'local/git~1/a/configmap-b.yaml',
    'local/.g\u200Cit/a/configmap-b.yaml',
    'local/\u212A/a/configmap-b.yaml',
    'LOCAL/a/configmap-b.yaml',
    'staging/a/configmap-b.yaml',
    'clusters/staging/corral/a/configmap-b.yaml',
    'clusters/local/flux-system/configmap-b.yaml',
    'local2/a/configmap-b.yaml',
    'local\\..\\x',
    'C:\\x',
    'local/a\u0000/configmap-b.yaml',
    'local/a./configmap-b.yaml',
    `local/${'x'.repeat(300)}/a/configmap-b.yaml`,
    `local/${'x/'.repeat(600)}a/configmap-b.yaml`,
  ])('%j', async (path) => {
    file('local/manifest.lock.json', lockWith(path));
    await refusedAs(
      /^local: would be refused\nlocal\/manifest\.lock\.json: the file is not a lock that Corral wrote: it lists ".*", which is not a file that Corral writes for local\.\n|^local\/manifest\.lock\.json: the file is not a lock that Corral wrote: it lists ".*", which is not a file that Corral writes for local\.\n/,
    );
  });

  test('of another environment', async () => {
    file('local/manifest.lock.json', lockWith('staging/a/configmap-b.yaml', 'staging'));
    await refusedAs('it belongs to the environment staging, not to local.');
  });

  test('or calls an object something else than its file', async () => {
    file('local/manifest.lock.json', lockWith('local/30-weights/model-store/persistentvolumeclaim-store.yaml'));
    await refusedAs(
      'it lists "local/30-weights/model-store/persistentvolumeclaim-store.yaml" as another object than Corral writes there.',
    );
  });

  test('a lock inside its environment removes only what has the content that it lists', async () => {
    file('local/a/configmap-b.yaml', 'changed since\n');
    file('local/manifest.lock.json', lockWith('local/a/configmap-b.yaml'));
    await refusedAs(
      'local/a/configmap-b.yaml: it was changed by hand after Corral wrote it, and the change would be lost.',
    );
  });
});

describe('objects that would stop the comparison', () => {
  const path = 'local/30-weights/llm-serving/configmap-b.yaml';
  const nested = `${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`;
  const laughs = [
    'a: &a [x, x]',
    ...[...'bcdefghijklmnopqrstuvwxyz'].map(
      (name, i) =>
        `${name}: &${name} [*${'abcdefghijklmnopqrstuvwxyz'[i] ?? 'a'}, *${'abcdefghijklmnopqrstuvwxyz'[i] ?? 'a'}]`,
    ),
  ].join('\n');

  test.each([
    ['aliases that grow', laughs],
    ['a deep value', nested],
    ['no YAML', '{'],
    ['an object that contains itself', 'a: &a\n  b: *a\n'],
    ['nothing', ''],
    ['bytes that are no text', '\u0000\uFFFF'],
  ])('%s', async (_, text) => {
    const kind = 'kustomization.kustomize.toolkit.fluxcd.io';
    const object = `clusters/local/corral/flux-system/${kind}-gone.yaml`;
    file(object, text);
    file(path, text);
    file(
      'local/manifest.lock.json',
      JSON.stringify({
        format: 1,
        environment: 'local',
        tools: {},
        kustomizations: {},
        objects: {
          [object]: {
            sha256: sha256(text),
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            namespace: 'flux-system',
            name: 'gone',
          },
        },
      }),
    );
    await refusedAs(
      `${object}: it is not the object that the lock lists at this path.\n  fix: restore it and the lock from a commit that Corral made\n  [LockNotOurs]`,
    );
  });
});

test('tracked hooks do not run, even where git is configured to use them', async () => {
  file('.githooks/post-commit', program(), 0o755);
  file('.githooks/reference-transaction', program(), 0o755);
  file('.githooks/post-index-change', program(), 0o755);
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '-m', 'x');
  const clone = join(clones, 'hooked');
  git(clones, 'clone', '--quiet', origin, clone);
  appendFileSync(
    join(clone, '.git/config'),
    '[core]\n\thooksPath = .githooks\n[user]\n\tname = Ada\n\temail = ada@example.org\n[commit]\n\tgpgsign = false\n',
  );
  expect(
    await commands.gitops.run(['--repo', clone, '--env', 'local', '--commit'], {
      console: { out: () => undefined, error: () => undefined },
      source,
      environments,
    }),
  ).toBe(0);
  expect(readdirSync(outside)).toEqual(['precious']);
  expect(git(clone, 'status', '--porcelain')).toBe('');
  expect(Object.keys(contents(clone))).toContain('local/manifest.lock.json');
});
