/** The program `corral`: its commands, on the overlays of a folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Console } from './command/context';
import type { Exit } from './command/line';
import { nameCommandsOfProgram, start } from './command/start';
import { programLines } from './command-lines';
import { commands } from './commands';

const known = Object.keys(commands);

const usage = (): string => {
  const widest = Math.max(...known.map(({ length }) => length));
  return [
    'Usage: corral COMMAND [OPTION]…',
    '',
    ...Object.entries(programLines).map(([name, { does }]) => `  ${name.padEnd(widest)}  ${does}`),
    '',
    'corral COMMAND --help prints the options of a command. corral --version prints the version.',
  ].join('\n');
};

const version = (): string =>
  (JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string }).version;

// Loaded by need: it loads the library.
function unknownCommand(name: string, all: readonly string[], console: Console): Exit {
  const { FaultError } = require('../lib') as typeof import('../lib');
  const { fault, suggest } = require('../lib/internal') as typeof import('../lib/internal');
  const { report } = require('./command/report') as typeof import('./command/report');
  const found = name === '' ? 'no command is named' : `there is no command '${name}'`;
  return report(
    new FaultError([fault('Usage', 'corral', found, { 'did you mean': suggest(name, all), allowed: all })]),
    console,
  );
}

const printed =
  (text: () => string) =>
  (_: readonly string[], { console }: { readonly console: Console }): Exit => {
    console.out(text());
    return 0;
  };

// Loaded by need: Node loads most overlays itself.
const prepare = (index: string): void =>
  (require('./command/typescript') as typeof import('./command/typescript')).loadTypeScript(index);

/**
 * Runs a command and sets the exit code of this process.
 *
 * @param argv - words of the command line, the name of the command first: `['synth', '--env', 'local']`
 * @param folder - of the repository whose `overlays/index.ts` is read. @default - the current folder
 * @param others - names of commands that the caller has beside these, for the fault of an unknown one. @default - none
 */
export function run(argv: readonly string[], folder: string = process.cwd(), others: readonly string[] = []): void {
  const [name = '', ...words] = argv;
  if (name === '--version' || name === '-v') return start({ run: printed(version) }, []);
  if (name === '--help' || name === '-h' || name === 'help') return start({ run: printed(usage) }, []);
  const command = Object.entries(commands).find(([each]) => each === name)?.[1];
  return start(command ?? { run: (_, { console }) => unknownCommand(name, [...known, ...others], console) }, words, {
    source: folder,
    prepare,
  });
}

/**
 * What the executable `corral` does: `run`, in whose texts a command is as the user started this one: `npm run synth`,
 * `npx corral synth` (npx finds the program where no PATH leads to it), or `corral synth`.
 */
export function corral(argv: readonly string[]): void {
  const started = process.env['npm_lifecycle_event'];
  if (started !== argv[0]) nameCommandsOfProgram(known, started === 'npx' ? 'npx corral' : 'corral');
  run(argv);
}
