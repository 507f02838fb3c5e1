/** `--commit`: one commit of what was delivered, with trailers that lead back to the source, and nothing else in it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { commit, deliver } from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';
import { refusalOf, remove, temporary } from './support/repository';

let repo: string;
let source: string;

const git = (folder: string, ...args: readonly string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

function checkout(): string {
  const folder = temporary();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const [key, value] of [['user.name', 'Ada'], ['user.email', 'ada@example.org'], ['commit.gpgsign', 'false']] as const) git(folder, 'config', key, value);
  return folder;
}

beforeEach(() => {
  repo = checkout();
  source = checkout();
  writeFileSync(join(source, 'overlay.ts'), 'export {};\n');
  git(source, 'add', '.');
  git(source, 'commit', '--quiet', '-m', 'chat: engine 2\n\nIt answers "faster".');
  git(source, 'remote', 'add', 'origin', 'https://ada:secret@git.example/corral.git');
});
afterEach(() => [repo, source].forEach(remove));

const first = synthesis(charts(model('chat'), model('legal')));
const second = synthesis(charts(model('chat', 'engine:2'), model('legal')));
const write = (each: typeof first, allowDelete: readonly string[] = []) => deliver([each], { repo, check: false, allowDelete });

test('commits what is new, by name, with the source in its trailers', () => {
  write(first);
  commit(repo, ['small'], source);
  write(second);
  expect(commit(repo, ['small'], source)).toBe(git(repo, 'rev-parse', 'HEAD'));
  const [sha, tree, date] = git(source, 'log', '-1', '--format=%H %T %cI').split(' ');
  expect(git(repo, 'log', '-1', '--format=%B')).toBe([
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
  ].join('\n'));
  expect(git(repo, 'log', '-1', '--format=%(trailers:key=Source-tree,valueonly)')).toBe(tree);
});

test('a removal is committed too, and what else is staged is left alone', () => {
  write(first);
  commit(repo, ['small'], source);
  writeFileSync(join(repo, 'README.md'), 'mine');
  git(repo, 'add', 'README.md');
  write(synthesis(charts(model('chat'))), ['Deployment/llm-serving/legal', 'ConfigMap/llm-serving/legal-programs-0a1b2c3d']);
  commit(repo, ['small'], source);
  expect(git(repo, 'show', '--name-status', '--format=', 'HEAD').split('\n').filter((line) => line.startsWith('D'))).toHaveLength(6);
  expect(git(repo, 'status', '--porcelain')).toBe('A  README.md');
});

test('nothing new is no commit', () => {
  write(first);
  const head = commit(repo, ['small'], source);
  write(first);
  expect(commit(repo, ['small'], source)).toBeUndefined();
  expect(git(repo, 'rev-parse', 'HEAD')).toBe(head);
});

test('refuses sources that no commit holds: nobody could render the same again', () => {
  write(first);
  writeFileSync(join(source, 'new.ts'), '');
  expect(refusalOf(() => commit(repo, ['small'], source))).toBe(
    `--commit: ${source} has changes that are in no commit, so nobody could render the same again.\n  fix: commit or stash them, then run again\n  [SourceDirty]`);
});

test('refuses a repository or a source that git does not know', () => {
  const plain = temporary();
  expect(refusalOf(() => commit(plain, ['small'], source))).toBe(`--commit: ${plain} is no git checkout.\n  fix: git init ${plain}, or run without --commit\n  [NoRepository]`);
  expect(refusalOf(() => commit(repo, ['small'], plain))).toBe(
    `--commit: ${plain} is no git checkout, so the commit could not say what it was rendered from.\n  fix: run without --commit, and commit by hand\n  [SourceUnknown]`);
  remove(plain);
});
