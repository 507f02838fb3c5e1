/** The command line of `corral init`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'init',
  does: "Writes a repository of one's own: overlays, configuration, a test and a workflow. It overwrites no file.",
  arguments: { form: '[FOLDER]', min: 0, max: 1, text: 'where to write (default: the current folder)' },
  options: {},
  exits: { 0: 'written' },
  examples: ['npm run init -- platform'],
} as const satisfies CommandLine;
