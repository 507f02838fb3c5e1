/** Makes or refreshes an entry of the model lock from a real GGUF header. */
import { renameSync, writeFileSync } from 'node:fs';
import type { ModelCatalog } from '../../lib';
import { readJson, runLongCommand, type Console, type Exit } from '../command';
import { lockEntry } from './entry';
import { formatLock } from './format';
import { hubFetch } from './network';
import { line, modelLock, requestOf, type LockWords } from './options';
import { progressOn, type Terminal } from './progress';

/** Locks a model; the lock is written once everything has been read and checked. Returns the key of the entry. */
export async function lock(
  words: LockWords,
  variables: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<string> {
  const { into: path = modelLock } = words.values;
  const catalog = readJson(path, 'restore it: git checkout -- overlays/models.lock.json') as ModelCatalog;
  const request = requestOf(words);
  const fetchFrom = hubFetch(request.from === 'hub' ? request.hub : undefined, variables);
  const { key, model } = await lockEntry(request, catalog, { progress: progressOn(terminal), fetch: fetchFrom });
  // Whole or not at all: Ctrl-C may come at any time.
  writeFileSync(`${path}.partial`, formatLock({ ...catalog, [key]: model }));
  renameSync(`${path}.partial`, path);
  terminal.write(`${key} in ${path}\n`);
  return key;
}

/** Runs `npm run lock`. */
export const runLock = (argv: readonly string[], console: Console): Promise<Exit> =>
  runLongCommand(line, argv, console, async (words) => {
    await lock(words, process.env, process.stderr);
    return 0;
  });
