/** The command line of `npm run report`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'report',
  does: 'Writes an HTML page for each environment: what is proven of it, with pictures, and an index of the pages.',
  options: {
    env: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: 'of this environment only; may be given several times (default: all)',
    },
    against: {
      type: 'string',
      value: 'REVISION',
      text: 'show what changes from this git revision (main), environment or rendered folder, in every section',
    },
    out: { type: 'string', value: 'FOLDER', text: 'write there (default: report)' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'written', 2: 'refused: faults; nothing was written' },
  examples: ['npm run report -- --env production', 'npm run report -- --env production --against main'],
  refused: 'nothing was written',
} as const satisfies CommandLine;
