/**
 * Writes rendered files into a folder. The old output stays as it was until every new file is at hand; killed at any
 * instant, the next run completes it; nothing is removed that an earlier index of ours does not name.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { indexName, parseIndex, refuse, type Index, type IndexedFile } from '../../lib/internal';
import { isFile, makeFolder, partial, writeWhole } from '../command/folders';

/**
 * The index of the folder.
 * @throws FaultError for a file that is no index of ours: the folder then belongs to others
 */
function readIndex(folder: string): Index | undefined {
  const path = join(folder, indexName);
  if (!existsSync(path)) return undefined;
  return (
    parseIndex(readFileSync(path, 'utf8')) ??
    refuse('FolderNotOurs', path, 'the file is not an index that Corral wrote', {
      fix: `remove ${path}, or choose another folder with --out`,
    })
  );
}

/**
 * Refuses a folder for several environments that is, or lies in, the folder of one: its manifests would be applied with
 * those of others.
 */
export function requireFree(out: string): void {
  for (let at = resolve(out); ; at = dirname(at)) {
    const index =
      existsSync(join(at, indexName)) && isFile(join(at, indexName))
        ? parseIndex(readFileSync(join(at, indexName), 'utf8'))
        : undefined;
    if (index !== undefined)
      refuse('FolderTaken', out, `${at} holds the manifests of environment '${index.environment}'`, {
        fix: 'choose another folder with --out',
      });
    if (dirname(at) === at) return;
  }
}

const mayBeReplaced = (name: string, known: ReadonlySet<string>): boolean => known.has(name) || name.endsWith(partial);

/**
 * Writes the files of one environment into a folder of its own.
 *
 * @param files - text by name, `index.json` among them
 * @throws FaultError when the folder holds files that no index of ours names and that would be overwritten
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  makeFolder(folder);
  const before = readIndex(folder);
  const index = JSON.parse(files.get(indexName) ?? '{}') as Index;
  const known = new Set([
    ...(before?.files ?? []).map(({ path }) => path),
    ...(before === undefined ? [] : files.keys()),
    indexName,
  ]);
  const foreign = readdirSync(folder).filter((name) => files.has(name) && !mayBeReplaced(name, known));
  if (foreign.length > 0) {
    refuse('FolderNotOurs', folder, `it holds files that Corral did not write: ${foreign.sort().join(', ')}`, {
      fix: 'move them away, or choose another folder with --out',
    });
  }

  const union: readonly IndexedFile[] = [
    ...index.files,
    ...(before?.files ?? []).filter(({ path }) => !files.has(path)),
  ];
  writeWhole(folder, indexName, `${JSON.stringify({ ...index, complete: false, files: union }, null, 2)}\n`);
  for (const [name, text] of files) if (name !== indexName) writeWhole(folder, name, text);
  for (const { path } of union) if (!files.has(path)) rmSync(join(folder, path), { force: true });
  for (const name of readdirSync(folder)) if (name.endsWith(partial)) rmSync(join(folder, name), { force: true });
  writeWhole(folder, indexName, files.get(indexName) ?? '');
}
