/** The command line of `npm run synth`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'synth',
  does: 'Renders environments into a folder for `kubectl apply -k`. Refuses all of them when one is wrong.',
  options: {
    env: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: 'render this environment only; may be given several times (default: all)',
    },
    out: { type: 'string', value: 'FOLDER', text: 'write there, one folder per environment (default: dist)' },
    json: { type: 'boolean', text: 'print a summary as JSON' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'rendered', 2: 'refused: faults; nothing was written' },
  examples: ['npm run synth -- --env local --out build'],
  refused: 'nothing was written',
} as const satisfies CommandLine;
