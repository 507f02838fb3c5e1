/**
 * Loads the overlays. One that cannot be read is a fault with its file, line and column, and the others are loaded all
 * the same, so that their faults are reported together with it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { FaultError, synthesiseAll, type EnvironmentInput, type Fault } from '../../lib';
import { fault } from '../../lib/internal';
import type { Console } from './context';
import { plain } from './layout';
import { reportOf } from './report';

/** Where overlays are. */
export interface OverlayPlace {
  /** The file that exports all environments. */
  readonly index: string;
  /** Folder from which paths are printed. */
  readonly root: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What was thrown need not be an error. */
function messageOf(problem: unknown): string {
  if (!isRecord(problem)) return String(problem);
  const { message } = problem;
  return typeof message === 'string' ? message : `${JSON.stringify(problem)} was thrown`;
}

/** `/repo/overlays/dev.ts:47:7: ERROR: Expected "}" but found ","`, as esbuild reports what it cannot read. */
const syntaxErrors = (
  message: string,
): readonly { readonly file: string; readonly place: string; readonly text: string }[] =>
  [...message.matchAll(/^(.+?):(\d+:\d+): ERROR: (.+)$/gm)].map(([, file = '', place = '', text = '']) => ({
    file,
    place,
    text,
  }));

const shown = ({ root }: OverlayPlace, path: string): string => relative(root, path);

/** A fault ends its sentence itself. */
const clause = (text: string): string => text.trim().replace(/[.:]+$/, '');

/** Where in the overlays an error was thrown. */
function placeOf(problem: unknown, place: OverlayPlace, file: string): string {
  const stack = isRecord(problem) && typeof problem['stack'] === 'string' ? problem['stack'] : '';
  const [, path, at] =
    new RegExp(`(${dirname(place.index).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^():\n]*):(\\d+:\\d+)`).exec(
      stack,
    ) ?? [];
  return path === undefined ? shown(place, file) : `${shown(place, path)}:${at ?? ''}`;
}

const notRead = (at: string, found: string, fix: string): Fault => fault('OverlayNotRead', at, found, { fix });

function overlayFaults(problem: unknown, place: OverlayPlace, file: string): readonly Fault[] {
  const errors = syntaxErrors(messageOf(problem));
  if (errors.length > 0) {
    return errors.map((each) =>
      notRead(
        `${shown(place, each.file)}:${each.place}`,
        `the syntax is wrong: ${clause(each.text)}`,
        'correct this line; npm run check lists all such places',
      ),
    );
  }
  if (problem instanceof FaultError) return problem.faults;
  const [message = ''] = messageOf(problem).split('\n');
  const missing = isRecord(problem) && problem['code'] === 'MODULE_NOT_FOUND';
  return [
    notRead(
      placeOf(problem, place, file),
      `it ends with an error: ${clause(message)}`,
      missing
        ? 'correct the name after from, or restore the file'
        : 'correct it; npm run check lists what does not compile',
    ),
  ];
}

export interface Overlays {
  readonly environments: readonly EnvironmentInput[];
  /** Of the overlays that could not be read. */
  readonly faults: readonly Fault[];
}

const nothingElse: Overlays = { environments: [], faults: [] };

/**
 * Reads the list of `overlays/index.ts`. `partial` - some overlays are not loaded, so their places in the list are
 * empty
 */
function listed(place: OverlayPlace, load: NodeJS.Require, partial: boolean): Overlays {
  const { environments } = load(place.index) as { readonly environments?: unknown };
  if (!Array.isArray(environments))
    return {
      ...nothingElse,
      faults: [
        notRead(
          shown(place, place.index),
          'it exports no list of environments',
          'export const environments: readonly EnvironmentInput[] = [local];',
        ),
      ],
    };
  if (environments.length === 0)
    return {
      ...nothingElse,
      faults: [notRead(shown(place, place.index), 'its list of environments is empty', 'add an environment to it')],
    };
  const wrong = environments.flatMap((each: unknown, i) =>
    isRecord(each) || (partial && each === undefined)
      ? []
      : [
          notRead(
            shown(place, place.index),
            `environments[${i}] is ${String(each)}, not an environment`,
            'export the environment from its file, and import it by the same name',
          ),
        ],
  );
  return { environments: environments.filter((each): each is EnvironmentInput => isRecord(each)), faults: wrong };
}

/** The fault of a place once: what imports a broken overlay ends with the same error. */
const once = (faults: readonly Fault[]): readonly Fault[] =>
  faults.filter(
    ({ at, found }, i) =>
      faults.findIndex(
        (each) => each.at === at && (each.found === found || each.found.startsWith('the syntax is wrong')),
      ) === i,
  );

/** Faults of an overlay that cannot be loaded. */
function faultsOf(place: OverlayPlace, load: NodeJS.Require, path: string): readonly Fault[] {
  try {
    load(path);
    return [];
  } catch (problem) {
    return overlayFaults(problem, place, path);
  }
}

/** Puts an empty module into the place of an overlay that cannot be loaded, so that the list of all can be. */
function leaveOut(load: NodeJS.Require, path: string): void {
  const empty = new Proxy({}, { get: () => undefined });
  load.cache[path] = {
    id: path,
    filename: path,
    loaded: true,
    exports: empty,
    children: [],
    paths: [],
    isPreloading: false,
    parent: null,
    path: dirname(path),
    require: load,
  };
}

/** Why there is no file to read. */
function whyAbsent(place: OverlayPlace): Fault | undefined {
  const { index } = place;
  const stat = statSync(index, { throwIfNoEntry: false });
  if (stat === undefined)
    return notRead(
      shown(place, index),
      'there is no such file',
      'name the file that exports the environments (--overlays FILE), or restore it from git',
    );
  return stat.isDirectory()
    ? notRead(
        shown(place, index),
        'it is a folder, not a file',
        `name a file in it: --overlays ${shown(place, join(index, 'index.ts'))}`,
      )
    : undefined;
}

/** All environments, in the order of the list. */
function loadOverlays(place: OverlayPlace): Overlays {
  const { index } = place;
  const folder = dirname(index);
  const load = createRequire(index);
  const absent = whyAbsent(place);
  if (absent !== undefined) return { ...nothingElse, faults: [absent] };
  try {
    return listed(place, load, false);
  } catch (problem) {
    // Only what the list imports: other files beside it may be programs of any kind.
    const imported = new Set(
      [...readFileSync(index, 'utf8').matchAll(/['"]\.\/([^'"/]+?)(?:\.[jt]s)?['"]/g)].map(([, name]) => `${name}.ts`),
    );
    const others = readdirSync(folder)
      .filter((name) => imported.has(name) && name !== basename(index))
      .map((name) => join(folder, name));
    const broken = others
      .map((path) => ({ path, found: faultsOf(place, load, path) }))
      .filter(({ found }) => found.length > 0);
    for (const { path } of broken) leaveOut(load, path);
    const found = broken.flatMap((each) => each.found);
    try {
      const { environments, faults } = listed(place, load, true);
      return { environments, faults: once([...found, ...faults]) };
    } catch (left) {
      return {
        environments: [],
        faults: once([...found, ...overlayFaults(found.length > 0 ? left : problem, place, index)]),
      };
    }
  }
}

function faultsIn(environments: readonly EnvironmentInput[]): readonly Fault[] {
  try {
    synthesiseAll(environments);
    return [];
  } catch (problem) {
    if (problem instanceof FaultError) return problem.faults;
    throw problem;
  }
}

/**
 * The environments of all overlays that can be read. Where some cannot, a command that names only others with `--env`
 * runs, with a note.
 *
 * @param names - the environments that `--env` names
 * @throws FaultError with the faults of what cannot be read, and of the environments that can
 */
export function environmentsFor(
  names: readonly string[],
  place: OverlayPlace,
  console: Console,
): readonly EnvironmentInput[] {
  const { environments, faults } = loadOverlays(place);
  if (faults.length === 0) return environments;
  const independent = names.length > 0 && names.every((each) => environments.some(({ name }) => name === each));
  if (!independent) throw new FaultError([...faults, ...faultsIn(environments)]);
  console.error(
    `${reportOf(faults, console.errorLayout ?? plain)}\n${names.join(' and ')} ${names.length === 1 ? 'does' : 'do'} not need it.\n`,
  );
  return environments;
}
