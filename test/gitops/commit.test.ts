/**
 * `--commit`: one commit of what is delivered, with trailers that lead back to the source, made by git's objects alone.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver, type GitopsOptions, type Outcome } from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';
import { checkout, contents, git, refusalOf, remove, sources, temporary } from './support/repository';

let repo: string;
let source: string;
beforeEach(() => {
  repo = checkout();
  source = sources();
});
afterEach(() => [repo, source].forEach(remove));

const first = synthesis(charts(model('chat'), model('legal')));
const second = synthesis(charts(model('chat', 'engine:2'), model('legal')));
const chat = 'small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml';
const commit = (each = first, options: Partial<GitopsOptions> = {}): Promise<Outcome> =>
  deliver([each], { repo, commit: source, ...options });
const status = (): string => git(repo, 'status', '--porcelain');

test('commits what is new, by name, with the source in its trailers', async () => {
  git(source, 'commit', '--quiet', '--allow-empty', '-m', 'chat: engine 2\n\nIt answers "faster".');
  git(source, 'remote', 'add', 'origin', 'https://ada:secret@git.example/corral.git');
  await commit();
  expect((await commit(second)).commit).toBe(git(repo, 'rev-parse', 'HEAD'));
  const [sha, tree, date] = git(source, 'log', '-1', '--format=%H %T %cI').split(' ');
  expect(git(repo, 'log', '-1', '--format=%B')).toBe(
    [
      'small: 1 changed',
      '',
      'small: 1 changed',
      '  ~ Deployment llm-serving/chat',
      '',
      'Argocd-reference-commit-author: Ada <ada@example.org>',
      `Argocd-reference-commit-date: ${date}`,
      'Argocd-reference-commit-subject: chat: engine 2',
      'Argocd-reference-commit-body: "It answers \\"faster\\"."',
      `Argocd-reference-commit-sha: ${sha}`,
      'Argocd-reference-commit-repourl: https://git.example/corral.git',
      'Rendered-by: corral@0.1.0',
      `Source-tree: ${tree}`,
    ].join('\n'),
  );
  expect(git(repo, 'log', '-1', '--format=%(trailers:key=Source-tree,valueonly)')).toBe(tree);
  expect(git(repo, 'log', '-2', '--format=%an <%ae>, %cn <%ce>')).toBe(
    'Ada <ada@example.org>, Ada <ada@example.org>\nAda <ada@example.org>, Ada <ada@example.org>',
  );
  expect(git(repo, 'reflog', '-1', '--format=%gs')).toBe('corral: gitops');
});

test('index and working tree follow: nothing differs from the commit, and every byte is the rendered one', async () => {
  await commit();
  expect(status()).toBe('');
  const elsewhere = checkout();
  await deliver([first], { repo: elsewhere });
  expect(contents(repo)).toEqual(contents(elsewhere));
  expect(
    Object.fromEntries(
      git(repo, 'ls-tree', '-r', '--name-only', 'HEAD')
        .split('\n')
        .map((path) => [path, execFileSync('git', ['show', `HEAD:${path}`], { cwd: repo, encoding: 'utf8' })]),
    ),
  ).toEqual(contents(repo));
  expect(git(repo, 'fsck', '--strict')).toBe('');
  remove(elsewhere);
});

test('a removal is committed too, and what is staged elsewhere is left alone', async () => {
  await commit();
  writeFileSync(join(repo, 'README.md'), 'mine');
  git(repo, 'add', 'README.md');
  await commit(synthesis(charts(model('chat'))), {
    allowDelete: ['Deployment/llm-serving/legal', 'ConfigMap/llm-serving/legal-programs-0a1b2c3d'],
  });
  expect(
    git(repo, 'show', '--name-status', '--format=', 'HEAD')
      .split('\n')
      .filter((line) => line.startsWith('D')),
  ).toHaveLength(6);
  expect(status()).toBe('A  README.md');
});

test('nothing new is no commit', async () => {
  const { commit: head } = await commit();
  expect((await commit()).commit).toBeUndefined();
  expect(git(repo, 'rev-parse', 'HEAD')).toBe(head);
});

describe('works', () => {
  test('in a repository of SHA-256, in a detached HEAD, and in a working tree beside the main one', async () => {
    const sha256 = checkout('--object-format=sha256');
    expect((await commit(first, { repo: sha256 })).commit).toMatch(/^[0-9a-f]{64}$/);
    expect(git(sha256, 'status', '--porcelain')).toBe('');
    git(sha256, 'checkout', '--quiet', '--detach');
    const { commit: detached } = await commit(second, { repo: sha256 });
    expect([git(sha256, 'rev-parse', 'HEAD'), git(sha256, 'rev-parse', 'main~0') === detached]).toEqual([
      detached,
      false,
    ]);
    git(sha256, 'worktree', 'add', '--quiet', '-b', 'beside', join(source, '.git/beside'), 'main');
    await commit(second, { repo: join(source, '.git/beside') });
    expect(git(sha256, 'log', '--format=%s', 'beside')).toBe('small: 1 changed\nsmall: 15 added');
    remove(sha256);
  });

  test('below the top of a repository, beside files of others', async () => {
    mkdirSync(join(repo, 'platform'));
    writeFileSync(join(repo, 'README.md'), 'mine');
    git(repo, 'add', '.');
    git(repo, 'commit', '--quiet', '-m', 'mine');
    await commit(first, { repo: join(repo, 'platform') });
    expect(git(repo, 'ls-tree', '--name-only', 'HEAD')).toBe('README.md\nplatform');
    expect(git(repo, 'ls-tree', '--name-only', 'HEAD:platform')).toBe('clusters\nsmall');
    expect(status()).toBe('');
  });

  test('in the repository of the sources itself', async () => {
    await commit(first, { repo: source });
    expect(git(source, 'log', '--format=%s')).toBe('small: 15 added\noverlays');
    expect(git(source, 'status', '--porcelain')).toBe('');
  });

  test('where a file of ours is ignored by git', async () => {
    writeFileSync(join(repo, '.gitignore'), 'small/\n*.yaml\n');
    git(repo, 'add', '.');
    git(repo, 'commit', '--quiet', '-m', 'ignored');
    await commit();
    expect(git(repo, 'ls-tree', '-r', '--name-only', 'HEAD')).toContain(chat);
    expect(status()).toBe('');
  });
});

describe('signed as git is configured', () => {
  test('with a key of SSH', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada', '-f', join(source, '.git/key')]);
    writeFileSync(
      join(source, '.git/allowed'),
      `ada@example.org ${readFileSync(join(source, '.git/key.pub'), 'utf8')}`,
    );
    for (const [key, value] of [
      ['commit.gpgsign', 'true'],
      ['gpg.format', 'ssh'],
      ['user.signingkey', join(source, '.git/key')],
      ['gpg.ssh.allowedSignersFile', join(source, '.git/allowed')],
    ] as const) {
      git(repo, 'config', key, value);
    }
    await commit();
    expect(git(repo, 'log', '-1', '--format=%G? %GS')).toBe('G ada@example.org');
  });

  test('a key that is not there stops it before anything is written', async () => {
    git(repo, 'config', 'commit.gpgsign', 'true');
    git(repo, 'config', 'gpg.program', 'false');
    expect(await refusalOf(commit)).toMatch(
      /^git commit-tree: gpg failed to sign the data\.\n {2}fix: .*\n {2}\[GitFailed\]$/,
    );
    expect(contents(repo)).toEqual({});
    expect(git(repo, 'for-each-ref')).toBe('');
  });
});

describe('runs nothing that a repository chooses', () => {
  const trap = (path: string): void => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `#!/bin/sh\ntouch '${repo}/.git/ran'\ncat\n`);
    chmodSync(path, 0o755);
  };
  const hooks = [
    'applypatch-msg',
    'commit-msg',
    'fsmonitor-watchman',
    'post-checkout',
    'post-commit',
    'post-index-change',
    'post-merge',
    'pre-commit',
    'prepare-commit-msg',
    'reference-transaction',
  ];

  test('no hook, neither of .git/hooks nor of a tracked folder, and no file system monitor', async () => {
    for (const hook of hooks) {
      trap(join(repo, '.git/hooks', hook));
      trap(join(repo, 'hooks', hook));
    }
    await commit();
    git(repo, 'config', 'core.hooksPath', 'hooks');
    git(repo, 'config', 'core.fsmonitor', join(repo, 'hooks/fsmonitor-watchman'));
    await commit(second);
    expect(existsSync(join(repo, '.git/ran'))).toBe(false);
  });

  test('no filter, and attributes do not change a byte of the commit or of the files', async () => {
    const elsewhere = checkout();
    await deliver([second], { repo: elsewhere });
    trap(join(repo, '.git/trap'));
    for (const key of ['clean', 'smudge', 'process'])
      git(repo, 'config', `filter.trap.${key}`, join(repo, '.git/trap'));
    git(repo, 'config', 'diff.trap.command', join(repo, '.git/trap'));
    await commit();
    writeFileSync(
      join(repo, '.gitattributes'),
      '* text eol=crlf ident filter=trap diff=trap merge=trap working-tree-encoding=UTF-16\n',
    );
    execFileSync(
      'git',
      [
        '-c',
        'core.attributesFile=/dev/null',
        'update-index',
        '--add',
        '--cacheinfo',
        `100644,${git(repo, 'hash-object', '--no-filters', '-w', '.gitattributes')},.gitattributes`,
      ],
      { cwd: repo },
    );
    await commit(second);
    expect(existsSync(join(repo, '.git/ran'))).toBe(false);
    const { '.gitattributes': _, ...files } = contents(repo);
    expect(files).toEqual(contents(elsewhere));
    expect(execFileSync('git', ['show', `HEAD:${chat}`], { cwd: repo, encoding: 'utf8' })).toBe(
      contents(elsewhere)[chat],
    );
    remove(elsewhere);
  });
});

describe('refuses', () => {
  const folders = 'small clusters/small/corral';
  const changed = (paths: string): string =>
    `small: its folders have uncommitted changes: ${paths}.\n  fix: git stash push --include-untracked -- ${folders} · commit them · run without --commit\n  [LocalChanges]`;

  test('local changes below the folders: staged, not staged, not tracked', async () => {
    await commit();
    writeFileSync(join(repo, 'README.md'), 'not below the folders');
    writeFileSync(join(repo, 'small/mine.txt'), 'mine');
    expect(await refusalOf(() => commit(second))).toBe(changed('small/mine.txt'));
    git(repo, 'add', 'small/mine.txt');
    expect(await refusalOf(() => commit(second))).toBe(changed('small/mine.txt'));
    git(repo, 'commit', '--quiet', '-m', 'mine');
    writeFileSync(join(repo, 'small/mine.txt'), 'mine too');
    expect(await refusalOf(() => commit(second))).toBe(changed('small/mine.txt'));
    rmSync(join(repo, 'small/mine.txt'));
    expect(await refusalOf(() => commit(second))).toBe(changed('small/mine.txt'));
    git(repo, 'checkout', '--quiet', '--', 'small/mine.txt');
    writeFileSync(join(repo, 'small/\u001B[2J.txt'), '');
    expect(await refusalOf(() => commit(second))).toBe(changed('"small/\\u001b[2J.txt"'));
    expect(readFileSync(join(repo, chat), 'utf8')).toContain('engine:1');
    expect(git(repo, 'log', '--format=%s')).toBe('mine\nsmall: 15 added');
  });

  test('what a run without --commit has written', async () => {
    await deliver([first], { repo });
    expect(await refusalOf(commit)).toContain('[LocalChanges]');
  });

  test('in the middle of a merge', async () => {
    git(repo, 'commit', '--quiet', '--allow-empty', '-m', 'first');
    git(repo, 'update-ref', 'MERGE_HEAD', 'HEAD');
    expect(await refusalOf(commit)).toBe(
      '--commit: a merge, a rebase or a similar operation is not finished in the repository (MERGE_HEAD).\n  fix: finish or abort it, then run again\n  [OperationBegun]',
    );
  });

  test('sources that are in no commit', async () => {
    writeFileSync(join(source, 'new.ts'), '');
    expect(await refusalOf(commit)).toBe(
      `--commit: ${source} has uncommitted changes, so the same output could not be rendered again.\n  fix: commit or stash them, then run again\n  [SourceDirty]`,
    );
    expect(contents(repo)).toEqual({});
  });

  test('sources that git does not know', async () => {
    const plain = temporary();
    expect(await refusalOf(() => commit(first, { commit: plain }))).toBe(
      `--commit: ${plain} is not a git checkout with a commit, so the new commit cannot name its source.\n  fix: run without --commit, and commit by hand\n  [SourceUnknown]`,
    );
    remove(plain);
  });

  test('a committer that git does not know, before anything is written', async () => {
    git(repo, 'config', 'user.useConfigOnly', 'true');
    git(repo, 'config', '--unset', 'user.email');
    process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
    try {
      expect(await refusalOf(commit)).toContain('[GitFailed]');
    } finally {
      delete process.env['GIT_CONFIG_GLOBAL'];
    }
    expect(contents(repo)).toEqual({});
  });
});

test('a commit whose files cannot be written says both', async () => {
  await commit();
  const { commit: head } = await commit(second);
  git(repo, 'reset', '--quiet', '--hard', 'HEAD~1');
  writeFileSync(join(repo, '.git/index.lock'), '');
  const text = await refusalOf(() => commit(second));
  expect(text).toMatch(
    new RegExp(
      '^--commit: the commit [0-9a-f]{40} is made, but the working tree could not be updated\\.\n  fix: git restore --source=HEAD --staged --worktree -- small clusters/small/corral\n  \\[WorkingTreeBehind\\]\n' +
        "git update-index: Unable to create '.*/\\.git/index\\.lock': File exists\\.\n",
    ),
  );
  rmSync(join(repo, '.git/index.lock'));
  git(repo, 'restore', '--source=HEAD', '--staged', '--worktree', '--', 'small', 'clusters/small/corral');
  expect(status()).toBe('');
  expect(git(repo, 'rev-parse', 'HEAD^{tree}')).toBe(git(repo, 'rev-parse', `${head ?? ''}^{tree}`));
});
