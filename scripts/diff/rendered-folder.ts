/** Sides that were rendered before: a folder of `npm run synth`, of a GitOps repository, or of any YAML files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest, RenderedChart, Side } from '../../lib';
import { indexName, kustomizationName, lockName, parseIndex, parseLock, refuse } from '../../lib/internal';
import { unmarked } from './applied-fields';

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOfTexts = (value: unknown): boolean =>
  value === undefined || (isTree(value) && Object.values(value).every((each) => typeof each === 'string'));

const isManifest = (value: unknown): value is Manifest =>
  isTree(value) &&
  typeof value['kind'] === 'string' &&
  typeof value['apiVersion'] === 'string' &&
  isTree(value['metadata']) &&
  typeof value['metadata']['name'] === 'string' &&
  isOfTexts(value['metadata']['labels']) &&
  isOfTexts(value['metadata']['annotations']);

function manifestsIn(file: string): readonly Manifest[] {
  const text = readFileSync(file, 'utf8');
  try {
    return loadAll(text).filter(isManifest);
  } catch (problem) {
    const said = (problem as { readonly message: string }).message.split('\n')[0] ?? '';
    return refuse('NotYaml', file, `it is not YAML: ${said}`, { fix: 'correct it, or compare another folder' });
  }
}

/** A folder that `npm run synth` wrote: charts and waves are in its index. */
function fromIndex(folder: string): readonly RenderedChart[] {
  const path = join(folder, indexName);
  const index =
    parseIndex(readFileSync(path, 'utf8')) ??
    refuse('FolderNotOurs', path, 'the file is not an index that Corral wrote', {
      fix: 'restore it, or compare another folder',
    });
  return index.files.map(({ path: file, chart, wave }) => ({
    name: chart,
    wave,
    manifests: manifestsIn(join(folder, file)),
  }));
}

/**
 * An environment's folder of a GitOps repository; the controllers' own objects are left out, since no wave applies
 * them.
 */
function fromLock(folder: string): readonly RenderedChart[] {
  const read = parseLock(readFileSync(join(folder, lockName), 'utf8'));
  if ('problem' in read)
    return refuse('LockNotOurs', join(folder, lockName), `the file is not a lock that Corral wrote: ${read.problem}`, {
      fix: 'restore it, or compare another folder',
    });
  return Object.entries(read.lock.objects).flatMap(([path, { wave }]) =>
    wave === undefined
      ? []
      : [{ name: dirname(path), wave, manifests: manifestsIn(join(folder, '..', path)).map(unmarked) }],
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : filesBelow(path);
      return /\.ya?ml$/.test(entry.name) && entry.name !== kustomizationName ? [path] : [];
    })
    .sort();
}

function chartsOf(folder: string): readonly RenderedChart[] | undefined {
  if (existsSync(join(folder, indexName))) return fromIndex(folder);
  return existsSync(join(folder, lockName)) ? fromLock(folder) : undefined;
}

/** The sides in a folder, by environment: itself, the environments in it, or all its YAML files as one. */
export function sidesOfFolder(folder: string): ReadonlyMap<string, Side> {
  const own = chartsOf(folder);
  const name = basename(resolve(folder));
  if (own !== undefined) return new Map([[name, { name: folder, charts: own }]]);
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const charts = chartsOf(join(folder, entry.name));
      return charts === undefined ? [] : [[entry.name, { name: join(folder, entry.name), charts }] as const];
    });
  if (inner.length > 0) return new Map(inner);
  const files = filesBelow(folder);
  if (files.length === 0)
    return refuse('UnknownSide', folder, 'there is no manifest in this folder', {
      fix: ['name a folder that npm run synth wrote', 'name an environment, or a git revision'],
    });
  return new Map([
    [
      name,
      {
        name: folder,
        charts: files.map((file) => ({ name: file, wave: 0, manifests: manifestsIn(file) })),
      },
    ],
  ]);
}
