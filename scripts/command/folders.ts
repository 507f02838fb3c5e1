/** Folders that a command writes into. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

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
