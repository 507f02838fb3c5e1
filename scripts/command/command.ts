/**
 * A command as one value: its command line as data, and how to load what it does. `--help` prints from the data alone,
 * so nothing here imports the library.
 */
import type { attempt } from './attempt';
import type { Given, Run } from './context';
import { plain } from './layout';
import { helpOf, type CommandLine, type Exit, type OptionLines } from './line';

/** A command that can be run. */
export interface Command<E extends Exit | Promise<Exit> = Exit | Promise<Exit>> {
  readonly line: CommandLine;
  /** Runs it on words; every fault is printed, and becomes the exit code. */
  readonly run: (argv: readonly string[], given: Given) => E | Exit;
}

const asksForHelp = (argv: readonly string[]): boolean => argv.includes('--help') || argv.includes('-h');

// Loaded by need: it loads the library.
const attempted: typeof attempt = (...all) => (require('./attempt') as typeof import('./attempt')).attempt(...all);

/** Makes a command. `load` - loads what it does; not called for help, nor for a command line that is wrong */
export const command = <const O extends OptionLines, E extends Exit | Promise<Exit>>(
  line: CommandLine<O>,
  load: () => { readonly run: Run<O, E> },
): Command<E> => ({
  line,
  run: (argv, given) => {
    if (!asksForHelp(argv)) return attempted(line, load, argv, given);
    given.console.out(helpOf(line, given.console.layout ?? plain));
    return 0;
  },
});
