/** All commands by their names. What a command does is loaded when it runs. */
import { command } from './command/command';
import { commandLines as lines } from './command-lines';

export const commands = {
  synth: command(lines.synth, () => require('./synth') as typeof import('./synth')),
  plan: command(lines.plan, () => require('./plan') as typeof import('./plan')),
  diff: command(lines.diff, () => require('./diff') as typeof import('./diff')),
  gitops: command(lines.gitops, () => require('./gitops') as typeof import('./gitops')),
  preflight: command(lines.preflight, () => require('./preflight') as typeof import('./preflight')),
  discover: command(lines.discover, () => require('./discover') as typeof import('./discover')),
  lock: command(lines.lock, () => require('./lock') as typeof import('./lock')),
  bump: command(lines.bump, () => require('./bump') as typeof import('./bump')),
  reference: command(lines.reference, () => require('./reference') as typeof import('./reference')),
  'field-types': command(lines['field-types'], () => require('./field-types') as typeof import('./field-types')),
  toolchain: command(lines.toolchain, () => require('./toolchain') as typeof import('./toolchain')),
  bench: command(lines.bench, () => require('./bench') as typeof import('./bench')),
} satisfies Readonly<Record<keyof typeof lines, unknown>>;
