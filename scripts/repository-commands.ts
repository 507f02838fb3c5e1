/** The commands that only this repository has. What a command does is loaded when it runs. */
import { command } from './command/command';
import { repositoryLines as lines } from './command-lines';

export const repositoryCommands = {
  bump: command(lines.bump, () => require('./bump') as typeof import('./bump')),
  reference: command(lines.reference, () => require('./reference') as typeof import('./reference')),
  'field-types': command(lines['field-types'], () => require('./field-types') as typeof import('./field-types')),
  toolchain: command(lines.toolchain, () => require('./toolchain') as typeof import('./toolchain')),
  bench: command(lines.bench, () => require('./bench') as typeof import('./bench')),
} satisfies Readonly<Record<keyof typeof lines, unknown>>;
