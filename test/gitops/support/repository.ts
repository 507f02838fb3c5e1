/** A checkout for one test, and what is in it. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { FaultError } from '../../../lib/core/fault';

export const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'corral-gitops-'));
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A new repository of somebody who does not sign commits. */
export function checkout(...options: readonly string[]): string {
  const folder = temporary();
  git(folder, 'init', '--quiet', '--initial-branch=main', ...options);
  for (const [key, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
    ['commit.gpgsign', 'false'],
  ] as const)
    git(folder, 'config', key, value);
  return folder;
}

/** A checkout with a commit, as the sources of a delivery. */
export function sources(): string {
  const folder = checkout();
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'overlays');
  return folder;
}

/** Paths of everything below a folder; links are not followed. */
export const pathsBelow = (root: string, folder = ''): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, encoding: 'utf8' }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...pathsBelow(root, path)] : [path];
  });

/**
 * Everything below a folder, git's own files too, with kind, time and content: equal before and after means that
 * nothing was written.
 */
export function everything(root: string): Readonly<Record<string, string>> {
  const describe = (path: string): string => {
    const found = lstatSync(path);
    const content = found.isSymbolicLink() ? readlinkSync(path) : found.isFile() ? readFileSync(path, 'latin1') : '';
    return [found.mode, found.mtimeMs, content].join(' ');
  };
  return Object.fromEntries(pathsBelow(root).map((path) => [path, describe(join(root, path))]));
}

/** Every file below a folder by its path, git's own aside. */
export function contents(root: string): Readonly<Record<string, string>> {
  const below = (folder: string): readonly string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return [path];
      return entry.name === '.git' ? [] : below(path);
    });
  return Object.fromEntries([...below(root)].sort().map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/** The sentences of a refusal. */
export async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}
