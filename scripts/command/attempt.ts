/** Runs what a command does, and turns whatever stops it into one report and an exit code. */
import { join, resolve } from 'node:path';
import { types } from 'node:util';
import type { Context, Given, Run } from './context';
import type { CommandLine, Exit, OptionLines } from './line';
import { environmentsFor, type OverlayPlace } from './overlays';
import { parse } from './parse';
import { report } from './report';

const root = join(__dirname, '..', '..');

/** The environments that `--env` names. */
const named = ({ env }: { readonly env?: unknown }): readonly string[] =>
  (Array.isArray(env) ? env : [env]).filter((each) => typeof each === 'string');

/** The overlays of a folder, or the file that `--overlays` names from the current folder. */
const placeOf = ({ overlays }: { readonly overlays?: unknown }, root: string): OverlayPlace => ({
  index: typeof overlays === 'string' ? resolve(overlays) : join(root, 'overlays', 'index.ts'),
  root,
});

/** Reads the words, loads the overlays where the command reads them, and runs it. */
export function attempt<const O extends OptionLines, E extends Exit | Promise<Exit>>(
  line: CommandLine<O>,
  load: () => { readonly run: Run<O, E> },
  argv: readonly string[],
  { console, variables = process.env, source = root, environments, prepare }: Given,
): E | Exit {
  const stop = (problem: unknown): Exit => report(problem, console, line.refused);
  try {
    const parsed = parse(line, argv, variables);
    const read = (): Context['environments'] => {
      const place = placeOf(parsed.values, source);
      prepare?.(place.index);
      return environmentsFor(named(parsed.values), place, console);
    };
    const all = environments ?? (line.overlays === true ? read() : []);
    const exit = load().run(parsed, { console, variables, source, environments: all, prepare });
    return types.isPromise(exit) ? (exit.catch(stop) as E) : exit;
  } catch (problem) {
    return stop(problem);
  }
}
