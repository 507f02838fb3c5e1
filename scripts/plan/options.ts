/** The command line of `npm run plan`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'plan',
  does: 'Prints which pod fits on which pool, what a rollout, a drain and a lost node do, and the cost.',
  options: {
    env: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: 'plan this environment only; may be given several times (default: all)',
    },
    explain: { type: 'string', value: 'MODEL', text: 'print how each number of one model or fleet is computed' },
    json: { type: 'boolean', text: 'print JSON' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'everything fits', 2: 'refused: faults' },
  examples: ['npm run plan -- --env production', 'npm run plan -- --env production --explain llama-3-70b'],
} as const satisfies CommandLine;
