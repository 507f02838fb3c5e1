/** The edge of every command: connects it with the terminal and sets the exit code. */
import type { Command } from './command';
import type { Console, Context } from './context';
import { layoutOf } from './layout';
import type { Exit } from './line';

/** How the user writes a command: `npm run synth -- --env local`, or `corral synth --env local`. */
let worded = (text: string): string => text;

/** All texts name these commands as words of a program from now on: of `corral`, or of `npx corral`. */
export function nameCommandsOfProgram(names: readonly string[], program: string): void {
  const asScript = new RegExp(`npm run (?:--silent )?(${names.join('|')})\\b(?: --(?= |$))?`, 'gm');
  worded = (text) => text.replaceAll(asScript, `${program} $1`);
}

const terminal: Console = {
  out: (text) => process.stdout.write(`${worded(text)}\n`),
  error: (text) => process.stderr.write(`${worded(text)}\n`),
  layout: layoutOf(process.stdout, process.env),
  errorLayout: layoutOf(process.stderr, process.env),
};

// Loaded by need: it loads the library.
const reported = (problem: unknown, console: Console): Exit =>
  (require('./report') as typeof import('./report')).report(problem, console);

/** `npm run plan | head` closes the pipe early: that ends the command, and is no error. */
function onBrokenOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.exit(reported(error, { ...terminal, out: () => undefined }));
}

/** Runs a command on the words of this process. */
export function start(
  command: Pick<Command, 'run'>,
  argv: readonly string[] = process.argv.slice(2),
  given: Partial<Context> = {},
): void {
  process.stdout.on('error', onBrokenOutput);
  process.stderr.on('error', () => process.exit());
  Promise.resolve()
    .then(() => command.run(argv, { console: terminal, ...given }))
    .then(
      (exit) => {
        process.exitCode = exit;
      },
      (problem: unknown) => {
        process.exitCode = reported(problem, terminal);
      },
    );
}
