/** The command line of `npm run preflight`. */
import { accessOptions } from '../cluster/options';
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'preflight',
  does: 'Compares an environment with its live cluster, before anything is applied. It only reads.',
  options: {
    env: { type: 'string', value: 'NAME', required: true, text: 'the environment that is compared with its cluster' },
    ...accessOptions,
    json: { type: 'boolean', text: 'print JSON' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'nothing differs', 1: 'something differs', 2: 'refused: faults' },
  examples: ['npm run preflight -- --env production --context prod-1'],
} as const satisfies CommandLine;
