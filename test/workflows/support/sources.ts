/** A repository with these very sources: a branch that changes staging, merged as a pull request's runner sees it. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const identity = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.org', '-c', 'commit.gpgsign=false'];

export const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** What git has or would take, as it lies here. */
function copySources(target: string): void {
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(root, file), join(target, file));
  }
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** Makes the repository, and a clone of its merge as deep as `actions/checkout` makes it. */
export function makeSources(folder: string): string {
  const origin = join(folder, 'origin');
  const clone = join(folder, 'source');
  mkdirSync(origin);
  git(origin, 'init', '--quiet', '--initial-branch=main');
  copySources(origin);
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '--message=sources as they are');
  git(origin, 'checkout', '--quiet', '-b', 'change');
  edit(join(origin, 'overlays/staging.ts'), 'capacity: gib(200)', 'capacity: gib(220)');
  git(origin, 'commit', '--quiet', '--all', '--message=staging: a larger store');
  git(origin, 'checkout', '--quiet', 'main');
  git(origin, 'merge', '--quiet', '--no-ff', '--no-edit', 'change');
  git(folder, 'clone', '--quiet', '--depth=2', `file://${origin}`, clone);
  // In place of `npm ci`. The rule for a folder does not hold for a link.
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  appendFileSync(join(clone, '.git/info/exclude'), '/node_modules\n');
  return clone;
}
