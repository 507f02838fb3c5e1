/**
 * Loads the overlays. One that cannot be read is a fault with its file, line and column, and the others are loaded all the same, so
 * that their faults are reported together with it.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fault, FaultError, synthesiseAll, type EnvironmentInput, type Fault } from '../../lib';
import type { Exit } from './line';
import type { Console } from './run';

const root = join(__dirname, '..', '..');
const folder = join(root, 'overlays');
const load = createRequire(__filename);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const messageOf = (problem: unknown): string => (isRecord(problem) ? String(problem['message']) : String(problem));

/** `/repo/overlays/dev.ts:47:7: ERROR: Expected "}" but found ","`, as esbuild reports what it cannot read. */
const syntaxErrors = (message: string): readonly { readonly file: string; readonly place: string; readonly text: string }[] =>
  [...message.matchAll(/^(.+?):(\d+:\d+): ERROR: (.+)$/gm)].map(([, file = '', place = '', text = '']) => ({ file, place, text }));

const shown = (path: string): string => relative(root, path);

/** Where in the overlays an error was thrown. */
function placeOf(problem: unknown, file: string): string {
  const stack = isRecord(problem) && typeof problem['stack'] === 'string' ? problem['stack'] : '';
  const [, path, at] = new RegExp(`(${folder.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^():\n]*):(\\d+:\\d+)`).exec(stack) ?? [];
  return path === undefined ? shown(file) : `${shown(path)}:${at ?? ''}`;
}

function overlayFaults(problem: unknown, file: string): readonly Fault[] {
  const errors = syntaxErrors(messageOf(problem));
  if (errors.length > 0) {
    return errors.map((each) => fault('OverlayNotRead', `${shown(each.file)}:${each.place}`, `${wrongSyntax}${each.text}`, { fix: 'correct this line; npm run check lists all such places' }));
  }
  if (problem instanceof FaultError) return problem.faults;
  const [message = ''] = messageOf(problem).split('\n');
  return [fault('OverlayNotRead', placeOf(problem, file), `it ends with an error: ${message}`, { fix: 'correct it; npm run check lists what does not compile' })];
}

export interface Overlays {
  readonly environments: readonly EnvironmentInput[];
  /** Of the overlays that could not be read. */
  readonly faults: readonly Fault[];
}

/** Loads an overlay, and puts an empty module into the place of one that cannot be read, so that the others can be. */
function faultsOf(path: string): readonly Fault[] {
  try {
    load(path);
    return [];
  } catch (problem) {
    const empty = new Proxy({}, { get: () => undefined });
    load.cache[path] = { id: path, filename: path, loaded: true, exports: empty, children: [], paths: [], isPreloading: false, parent: null, path: folder, require: load };
    return overlayFaults(problem, path);
  }
}

const wrongSyntax = 'the syntax is wrong: ';
const hasWrongSyntax = ({ found }: Fault): boolean => found.startsWith(wrongSyntax);

const asText = ({ at, found }: Fault): string => `${at}\n${found}`;

/** All environments of the repository, in the order of `overlays/index.ts`. */
export function loadOverlays(): Overlays {
  const index = join(folder, 'index.ts');
  try {
    return { environments: (load(index) as { readonly environments: readonly EnvironmentInput[] }).environments, faults: [] };
  } catch (problem) {
    const others = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts').map((name) => join(folder, name));
    const found = others.flatMap(faultsOf);
    // An overlay that imports one of wrong syntax ends with an error because of that.
    const causes = found.some(hasWrongSyntax) ? found.filter(hasWrongSyntax) : found;
    const faults = [...new Map((causes.length > 0 ? causes : overlayFaults(problem, index)).map((each) => [asText(each), each])).values()];
    try {
      const { environments } = load(index) as { readonly environments: readonly (EnvironmentInput | undefined)[] };
      return { environments: environments.filter((each): each is EnvironmentInput => each !== undefined), faults };
    } catch {
      return { environments: [], faults };
    }
  }
}

const wanted = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, i) => (word.startsWith('--env=') ? [word.slice('--env='.length)] : word === '--env' ? [argv[i + 1] ?? ''] : []));

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
 * Runs a command on the overlays. Where some cannot be read, one that names only others with `--env` runs, with a note; every other
 * ends with the faults of all.
 *
 * @throws FaultError with the faults of what cannot be read, and of the environments that can
 */
export function withOverlays<E extends Exit | Promise<Exit>>(
  command: (all: readonly EnvironmentInput[], argv: readonly string[], console: Console) => E,
): (argv: readonly string[], console: Console) => E {
  return (argv, console) => {
    const { environments, faults } = loadOverlays();
    const names = wanted(argv);
    const independent = names.length > 0 && names.every((each) => environments.some(({ name }) => name === each));
    if (faults.length === 0 || argv.includes('--help') || argv.includes('-h')) return command(environments, argv, console);
    if (!independent) throw new FaultError([...faults, ...faultsIn(environments)]);
    console.error(`${new FaultError(faults).message}\nThe environments of ${names.join(' and ')} do not need it.\n`);
    return command(environments, argv, console);
  };
}
