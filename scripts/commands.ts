/** The commands of the program `corral`. What a command does is loaded when it runs. */
import { command } from './command/command';
import { programLines as lines } from './command-lines';

export const commands = {
  init: command(lines.init, () => require('./init') as typeof import('./init')),
  synth: command(lines.synth, () => require('./synth') as typeof import('./synth')),
  plan: command(lines.plan, () => require('./plan') as typeof import('./plan')),
  diff: command(lines.diff, () => require('./diff') as typeof import('./diff')),
  report: command(lines.report, () => require('./report') as typeof import('./report')),
  gitops: command(lines.gitops, () => require('./gitops') as typeof import('./gitops')),
  preflight: command(lines.preflight, () => require('./preflight') as typeof import('./preflight')),
  discover: command(lines.discover, () => require('./discover') as typeof import('./discover')),
  lock: command(lines.lock, () => require('./lock') as typeof import('./lock')),
  measure: command(lines.measure, () => require('./measure') as typeof import('./measure')),
  key: command(lines.key, () => require('./key') as typeof import('./key')),
  restore: command(lines.restore, () => require('./restore') as typeof import('./restore')),
} satisfies Readonly<Record<keyof typeof lines, unknown>>;
