/** Writes pages into a folder: each whole or not at all, and none in the place of a file that is no page of ours. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatorMark, refuse } from '../../lib/internal';
import { isFile, makeFolder, writeWhole } from '../command/folders';

/** File of the list of all pages. */
export const indexFile = 'index.html';

/** File of an environment. No name of one has an underscore, so none is that of the list. */
export const fileOf = (environment: string): string => `${environment === 'index' ? 'index_' : environment}.html`;

const isOurs = (path: string): boolean => isFile(path) && readFileSync(path, 'utf8').includes(generatorMark);

/**
 * Writes pages by their file names.
 *
 * @throws FaultError when a file of such a name is there that is no page of ours; nothing is written then
 */
export function writePages(folder: string, pages: ReadonlyMap<string, string>): void {
  makeFolder(folder);
  const foreign = [...pages.keys()].filter((name) => existsSync(join(folder, name)) && !isOurs(join(folder, name)));
  if (foreign.length > 0)
    refuse('FolderNotOurs', folder, `it holds files that Corral did not write: ${foreign.sort().join(', ')}`, {
      fix: 'move them away, or choose another folder with --out',
    });
  for (const [name, text] of pages) writeWhole(folder, name, text);
}
