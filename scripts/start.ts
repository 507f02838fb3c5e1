/** Starts the command that the first word names; refuses a name that no command has. */
import type { Console } from './command/context';
import type { Exit } from './command/line';
import { start } from './command/start';
import { commands } from './commands';

const known = Object.keys(commands);

// Loaded by need: it loads the library.
function unknownCommand(name: string, console: Console): Exit {
  const { FaultError } = require('../lib') as typeof import('../lib');
  const { fault, suggest } = require('../lib/internal') as typeof import('../lib/internal');
  const { report } = require('./command/report') as typeof import('./command/report');
  const found = name === '' ? 'no command is named' : `there is no command '${name}'`;
  return report(
    new FaultError([fault('Usage', 'corral', found, { 'did you mean': suggest(name, known), allowed: known })]),
    console,
  );
}

const [name = ''] = process.argv.splice(2, 1);
const named = Object.entries(commands).find(([each]) => each === name)?.[1];
start(named ?? { run: (_, { console }) => unknownCommand(name, console) });
