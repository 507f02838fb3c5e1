/** The edge of every command: connects it with the terminal and sets the exit code. */
import { layoutOf } from './layout';
import { report, type Console } from './run';
import type { Exit } from './line';

const terminal: Console = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
  layout: layoutOf(process.stdout, process.env),
  errorLayout: layoutOf(process.stderr, process.env),
};

/** `npm run plan | head` closes the pipe early: that ends the command, and is no error. */
function onBrokenOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.exit(report(error, { ...terminal, out: () => undefined }));
}

/** Runs a command on the words of this process. */
export function start(command: (argv: readonly string[], console: Console) => Exit | Promise<Exit>): void {
  process.stdout.on('error', onBrokenOutput);
  process.stderr.on('error', () => process.exit());
  Promise.resolve()
    .then(() => command(process.argv.slice(2), terminal))
    .then(
      (exit) => {
        process.exitCode = exit;
      },
      (problem: unknown) => {
        process.exitCode = report(problem, terminal);
      },
    );
}
