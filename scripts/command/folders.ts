/** Folders that a command writes into, and files that are written whole or not at all. */
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Ending of files that are being written. */
export const partial = '.partial';

/** Whether a path is a file, and no link to one. */
export const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Writes a file of a folder, if its text is not already there. */
export function writeWhole(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  if (isFile(path) && readFileSync(path, 'utf8') === text) return;
  // A link of this name would be followed to a file elsewhere.
  rmSync(path + partial, { force: true });
  writeFileSync(path + partial, text, { flag: 'wx' });
  renameSync(path + partial, path);
}

/**
 * Makes a folder and those above it, one by one: `recursive` of Node never returns where the system says of a folder
 * that is there that it is not, as below /proc.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const each of missing) mkdirSync(each);
  // A file of that name is refused by the system.
  if (missing.length === 0) mkdirSync(path, { recursive: true });
}
