/** A throw-away checkout, and what is in it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { FaultError } from '../../../lib/core/fault';

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'corral-gitops-'));
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Every file below a folder by its path, git's own aside. */
export function contents(root: string): Readonly<Record<string, string>> {
  const below = (folder: string): readonly string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return entry.name === '.git' ? [] : below(path);
  });
  return Object.fromEntries([...below(root)].sort().map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/** The sentences of a refusal. */
export function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}
