/** The folder into which the package is installed, and folders below it that find it there. */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(__dirname, '..', '..', '..');

export const installed = process.env['CORRAL_INSTALLED'] ?? '';
export const tarball = process.env['CORRAL_TARBALL'] ?? '';

/** An empty folder that finds the installed packages, with a copy of a folder of this repository in it. */
export function project(copied?: string): string {
  const folder = mkdtempSync(join(installed, 'project-'));
  if (copied !== undefined) cpSync(join(root, copied), folder, { recursive: true });
  return folder;
}

/** All files below a folder with their texts. */
export const textsBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
