/**
 * Loads TypeScript of a user: by Node, where it strips types and the project is of ES modules; else by the esbuild of
 * the project's `tsx`, each file by itself, with a cache by content.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { refuse } from '../../lib/internal';

/** What is used of esbuild. */
interface Esbuild {
  transformSync(text: string, options: Readonly<Record<string, unknown>>): { readonly code: string };
}

interface Compiled {
  _compile(code: string, file: string): unknown;
}

type Loader = (module: Compiled, file: string) => void;

const { _extensions: loaders } = Module as unknown as { readonly _extensions: Record<string, Loader> };

/** The nearest folder with a package.json, which says what its files are. */
function projectOf(file: string): string {
  for (let at = dirname(file); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return at;
  return dirname(file);
}

function typeOf(project: string): string | undefined {
  const path = join(project, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { readonly type?: string }).type : undefined;
}

/** Finds the esbuild that tsx brings. @throws FaultError without tsx */
function esbuildFinder(project: string, file: string): () => Esbuild {
  try {
    const tsx = createRequire(join(project, 'package.json')).resolve('tsx/package.json');
    return () => createRequire(tsx)('esbuild') as Esbuild;
  } catch {
    return refuse(
      'TypeScriptUnreadable',
      relative(project, file),
      `Node ${process.versions.node} cannot load it: it is TypeScript`,
      { fix: ['npm install --save-dev tsx', 'use Node 22.18 or newer, with "type": "module" in package.json'] },
    );
  }
}

/** Version of what transpiles, in the key of the cache: another one may write other code. */
const cacheVersion = '1';

function transpiled(project: string, file: string, esbuild: () => Esbuild): string {
  const text = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(`${cacheVersion}\0${file}\0${text}`).digest('hex');
  const folder = join(project, 'node_modules', '.cache', 'corral', 'overlays');
  const cached = join(folder, `${key}.js`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  const { code } = esbuild().transformSync(text, {
    loader: 'ts',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
    sourcesContent: false,
  });
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${cached}.${process.pid}`, code);
    renameSync(`${cached}.${process.pid}`, cached);
  } catch {
    // A folder that cannot be written costs time at the next run, and nothing else.
  }
  return code;
}

const stripsTypes = Boolean((process.features as { readonly typescript?: unknown }).typescript);

/** Whether Node loads these files by itself, or tsx does already. */
const isLoadable = (project: string): boolean =>
  stripsTypes ? typeOf(project) === 'module' : loaders['.ts'] !== undefined;

/** Makes Node able to load a TypeScript file and those that it imports. */
export function loadTypeScript(file: string): void {
  if (!/\.[cm]?ts$/.test(file) || !existsSync(file)) return;
  const project = projectOf(file);
  if (isLoadable(project)) return;
  const esbuild = esbuildFinder(project, file);
  // Errors name the lines of the source.
  process.setSourceMapsEnabled(true);
  loaders['.ts'] = (module, path) => {
    // oxlint-disable-next-line no-underscore-dangle -- Node's name
    module._compile(transpiled(project, path, esbuild), path);
  };
}
