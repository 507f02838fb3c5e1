/** Makes or refreshes an entry of the model lock from a real GGUF header. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelCatalog } from '../../lib';
import { readJson, type Context, type Exit } from '../command';
import { lockEntry } from './entry';
import { formatLock } from './format';
import { hubFetch } from './network';
import { progressOn, type Terminal } from './progress';
import { requestOf, type LockWords } from './request';
import { lockTag } from './tag';

type Variables = Readonly<Record<string, string | undefined>>;

const modelLock = join(__dirname, '..', '..', 'overlays', 'models.lock.json');

/** The address below which DOWNLOAD_TOKEN is sent. */
function addressFor(request: ReturnType<typeof requestOf>): string | undefined {
  if (request.from === 'tag') return request.hub;
  return request.from === 'web' && request.place.origin.from === 'web' ? request.place.origin.folder : undefined;
}

/** Requests with the token that goes to where the model is: none goes to Ollama's own registry or the public hub. */
const fetchFor = (request: ReturnType<typeof requestOf>, variables: Variables): typeof fetch =>
  request.from === 'hub'
    ? hubFetch(request.hub, variables)
    : hubFetch(addressFor(request), variables, 'DOWNLOAD_TOKEN');

/** Locks a model; the lock is written once everything has been read and checked. Returns the key of the entry. */
export async function lock(words: LockWords, variables: Variables, terminal: Terminal): Promise<string> {
  const { into: path = modelLock } = words.values;
  const catalog = readJson(path, 'restore it: git checkout -- overlays/models.lock.json') as ModelCatalog;
  const request = requestOf(words);
  const fetchFrom = fetchFor(request, variables);
  const world = { progress: progressOn(terminal), fetch: fetchFrom };
  const { key, model } = await (request.from === 'tag'
    ? lockTag(request, catalog, world)
    : lockEntry(request, catalog, world));
  // Whole or not at all: Ctrl-C may come at any time.
  writeFileSync(`${path}.partial`, formatLock({ ...catalog, [key]: model }));
  renameSync(`${path}.partial`, path);
  terminal.write(`${key} in ${path}\n`);
  return key;
}

/** Locks the model that the words name. */
export async function run({ values, ...words }: LockWords, { variables, source }: Context): Promise<Exit> {
  const into = values.into ?? join(source, 'overlays', 'models.lock.json');
  await lock({ ...words, values: { ...values, into } }, variables, process.stderr);
  return 0;
}
