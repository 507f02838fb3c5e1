/** The writer without `--commit`: the same bytes each time, only its own files, and no change of others is lost. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver, type GitopsOptions, type Outcome } from '../../deploy/gitops';
import { synthesiseAll } from '../../lib/synthesise';
import { dev } from '../render/overlays';
import { charts, model, synthesis } from './support/small';
import { checkout, contents, everything, git, refusalOf, remove, temporary } from './support/repository';

const two = synthesis(charts(model('chat'), model('legal')));
const other = synthesis(charts(model('chat', 'engine:2'), model('legal')));
const legal = ['ConfigMap/llm-serving/legal-programs-0a1b2c3d', 'Deployment/llm-serving/legal'];
const chat = 'small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml';

let repo: string;
beforeEach(() => {
  repo = checkout();
});
afterEach(() => remove(repo));

const run = (syntheses = [two], options: Omit<GitopsOptions, 'repo'> = {}): Promise<Outcome> =>
  deliver(syntheses, { repo, ...options });
const filesOf = ({ delivered: [first] }: Outcome): readonly string[] => first?.files ?? [];

test('the same again changes nothing', async () => {
  expect(filesOf(await run())).toContain('small/manifest.lock.json');
  const before = everything(join(repo, 'small'));
  expect(filesOf(await run())).toEqual([]);
  expect(filesOf(await run([two], { check: true }))).toEqual([]);
  expect(everything(join(repo, 'small'))).toEqual(before);
  expect(git(repo, 'status', '--porcelain')).toBe('?? clusters/\n?? small/');
});

test('two checkouts of a whole environment are the same to the byte, and name neither date nor commit', async () => {
  const elsewhere = checkout('--object-format=sha256');
  await deliver(synthesiseAll([{ ...dev, delivery: 'gitops' }]), { repo });
  await deliver(synthesiseAll([{ ...dev, delivery: 'gitops' }]), { repo: elsewhere });
  expect(contents(elsewhere)).toEqual(contents(repo));
  expect(Object.keys(JSON.parse(contents(repo)['dev/manifest.lock.json'] ?? '{}') as object)).toEqual([
    'format',
    'environment',
    'tools',
    'objects',
    'kustomizations',
  ]);
  remove(elsewhere);
});

test('a check writes nothing at all, into git neither', async () => {
  const before = everything(repo);
  expect(filesOf(await run([two], { check: true })).length).toBeGreaterThan(0);
  expect(everything(repo)).toEqual(before);
  await run();
  git(repo, 'add', '.');
  const written = everything(repo);
  expect(filesOf(await run([other], { check: true }))).toEqual([chat, 'small/manifest.lock.json']);
  expect(everything(repo)).toEqual(written);
});

test('writes what changed, and removes what its lock lists and nothing else', async () => {
  await run();
  writeFileSync(join(repo, 'small/README.md'), 'mine');
  writeFileSync(join(repo, 'small/40-workloads/model-legal/note.txt'), 'mine');
  expect(filesOf(await run([synthesis(charts(model('chat', 'engine:2')))], { allowDelete: legal }))).toContain(chat);
  expect(readdirSync(join(repo, 'small/40-workloads/model-legal'))).toEqual(['note.txt']);
  expect(readFileSync(join(repo, 'small/README.md'), 'utf8')).toBe('mine');
  expect(readFileSync(join(repo, chat), 'utf8')).toContain('engine:2');
});

test('a check reports what would be refused', async () => {
  await run();
  const {
    delivered: [{ files, faults } = { files: [], faults: [] }],
  } = await run([synthesis([])], { check: true });
  expect(files.length).toBeGreaterThan(0);
  expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['ProtectedDeletion', 'MassDeletion']));
});

test('of two environments of which one is refused, none is written', async () => {
  await run();
  const before = contents(repo);
  expect(await refusalOf(() => run([synthesis(charts(model('new')), undefined, 'another'), synthesis([])]))).toContain(
    '[ProtectedDeletion]',
  );
  expect(contents(repo)).toEqual(before);
});

test('brings back a file of its own that was removed', async () => {
  await run();
  rmSync(join(repo, chat));
  expect(filesOf(await run())).toEqual([chat]);
});

test('a checkout with other line ends is the same', async () => {
  await run();
  git(repo, 'add', '.');
  git(repo, 'commit', '--quiet', '-m', 'delivered');
  const clone = temporary();
  git(clone, 'clone', '--quiet', '-c', 'core.autocrlf=true', repo, 'clone');
  expect(readFileSync(join(clone, 'clone', chat), 'utf8')).toContain('\r\n');
  expect(filesOf(await deliver([two], { repo: join(clone, 'clone'), check: true }))).toEqual([]);
  remove(clone);
});

describe('refuses', () => {
  test('to write over a file of others', async () => {
    mkdirSync(join(repo, 'small'), { recursive: true });
    writeFileSync(join(repo, 'small/kustomization.yaml'), 'mine');
    expect(await refusalOf(run)).toBe(
      'small: the repository holds files that Corral did not write: small/kustomization.yaml.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]',
    );
    expect(contents(repo)).toEqual({ 'small/kustomization.yaml': 'mine' });
  });

  test('to undo a change by hand', async () => {
    await run();
    writeFileSync(join(repo, chat), readFileSync(join(repo, chat), 'utf8').replace('engine:1', 'engine:hotfix'));
    expect(await refusalOf(() => run([other]))).toBe(
      `${chat}: it was changed by hand after Corral wrote it, and the change would be lost.\n  fix: bring the change into the overlay, or amend the object there, then git checkout -- ${chat}\n  [EditedByHand]`,
    );
    expect(filesOf(await run([two], { check: true }))).toEqual([chat]);
  });

  test.each([
    ['a file where a folder is to be', 'small/30-weights', (path: string) => writeFileSync(path, 'mine')],
    ['a folder where a file is to be', 'small/kustomization.yaml', (path: string) => mkdirSync(path)],
    ['a folder where the lock is to be', 'small/manifest.lock.json', (path: string) => mkdirSync(path)],
    [
      'a link in the place of the lock',
      'small/manifest.lock.json',
      (path: string) => symlinkSync('/etc/hostname', path),
    ],
    ['a link that leads nowhere', 'small/kustomization.yaml', (path: string) => symlinkSync('nowhere', path)],
    [
      'a link where files are written first',
      'small/manifest.lock.json.part',
      (path: string) => symlinkSync('/etc/hostname', path),
    ],
    [
      'another repository in the folder',
      'small/40-workloads',
      (path: string) => {
        mkdirSync(path);
        git(path, 'init', '--quiet');
      },
    ],
  ])('%s', async (_, path, make) => {
    mkdirSync(join(repo, path, '..'), { recursive: true });
    make(join(repo, path));
    const before = everything(repo);
    const refusal = `small: Corral must write files here, but finds a link, another repository, a file instead of a folder or a folder instead of a file: ${path}.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]`;
    expect((await run([two], { check: true })).delivered[0]?.faults.map(({ code }) => code)).toEqual(['ForeignFile']);
    expect(everything(repo)).toEqual(before);
    expect(await refusalOf(run)).toBe(refusal);
    // The lock of the run was in git's folder for a moment.
    expect({ ...everything(repo), '.git': '' }).toEqual({ ...before, '.git': '' });
  });

  test('a submodule that is not checked out, which is an empty folder on the disk', async () => {
    const commit = git(repo, 'commit-tree', git(repo, 'hash-object', '-t', 'tree', '-w', '/dev/null'), '-m', 'x');
    git(repo, 'update-index', '--add', '--cacheinfo', `160000,${commit},small`);
    mkdirSync(join(repo, 'small'));
    expect(await refusalOf(run)).toContain('Corral must write files here, but finds a link, another repository');
    expect(readdirSync(join(repo, 'small'))).toEqual([]);
  });

  test('a working tree that leaves files out', async () => {
    await run();
    git(repo, 'add', '.');
    git(repo, 'commit', '--quiet', '-m', 'delivered');
    git(repo, 'sparse-checkout', 'set', 'clusters');
    expect(await refusalOf(() => run([other]))).toMatch(
      /^small: git ignores \d+ of its files in this working tree, the first is small\/00-namespaces\/_cluster\/namespace-llm-serving\.yaml\.\n {2}fix: git sparse-checkout add small clusters\/small\/corral · git update-index --no-skip-worktree --no-assume-unchanged FILE\n {2}\[NotCheckedOut\]$/,
    );
  });
});

describe('the folder', () => {
  const refusal = (folder: string): Promise<string> => refusalOf(() => deliver([two], { repo: folder }));
  const fix = 'give the folder of a checkout of the GitOps repository: git clone ADDRESS FOLDER';

  test('that is not there', async () => {
    expect(await refusal(join(repo, 'nowhere'))).toBe(
      `--repo: there is no folder ${join(repo, 'nowhere')}.\n  fix: ${fix}\n  [NoRepository]`,
    );
  });

  test('that is no repository: nothing is written', async () => {
    const plain = temporary();
    expect(await refusal(plain)).toBe(
      `--repo: ${plain} is not a git checkout.\n  fix: ${fix} · git init ${plain}\n  [NoRepository]`,
    );
    expect(readdirSync(plain)).toEqual([]);
    remove(plain);
  });

  test.each([
    ['a bare repository', '--bare'],
    ['the folder of git itself', ''],
  ])('that is %s', async (_, option) => {
    const folder = option === '' ? join(repo, '.git') : checkout(option);
    const before = everything(folder);
    expect(await refusal(folder)).toBe(
      `--repo: ${folder} is not a working tree, but a bare repository or an internal folder of git.\n  fix: ${fix}\n  [NoRepository]`,
    );
    expect(everything(folder)).toEqual(before);
    remove(folder);
  });

  test('below the top of a repository is taken as the root', async () => {
    mkdirSync(join(repo, 'platform'));
    await deliver([two], { repo: join(repo, 'platform') });
    expect(readdirSync(repo)).toEqual(['.git', 'platform']);
    expect(readdirSync(join(repo, 'platform'))).toEqual(['clusters', 'small']);
    expect(filesOf(await deliver([two], { repo: join(repo, 'platform'), check: true }))).toEqual([]);
  });

  test('that is reached by a link of the user is taken, and by a link of a repository is not', async () => {
    const home = temporary();
    symlinkSync(repo, join(home, 'platform'));
    await deliver([two], { repo: join(home, 'platform') });
    expect(existsSync(join(repo, 'small'))).toBe(true);
    git(home, 'init', '--quiet');
    git(home, 'add', 'platform');
    expect(await refusal(join(home, 'platform'))).toBe(
      `--repo: ${join(home, 'platform')} is a link inside a repository, and links are not followed.\n  fix: give the folder that the link points to\n  [ForeignFile]`,
    );
    remove(home);
  });

  test('may be a working tree beside the main one', async () => {
    git(repo, 'commit', '--quiet', '--allow-empty', '-m', 'first');
    const beside = temporary();
    git(repo, 'worktree', 'add', '--quiet', join(beside, 'tree'), '-b', 'beside');
    await deliver([two], { repo: join(beside, 'tree') });
    expect(readdirSync(join(beside, 'tree')).sort()).toEqual(['.git', 'clusters', 'small']);
    expect(readdirSync(repo)).toEqual(['.git']);
    remove(beside);
  });

  test('is found without the variables that lead git elsewhere', async () => {
    const elsewhere = checkout();
    process.env['GIT_DIR'] = join(elsewhere, '.git');
    process.env['GIT_WORK_TREE'] = elsewhere;
    try {
      await run();
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_WORK_TREE'];
    }
    expect(readdirSync(elsewhere)).toEqual(['.git']);
    expect(existsSync(join(repo, chat))).toBe(true);
    remove(elsewhere);
  });
});
