/** The command line of `npm run fuzz`. */
import type { CommandLine } from '../../scripts/command';

export const line = {
  name: 'fuzz',
  does: 'Mutates inputs by the thousand: every one is refused with a clear fault, or leads to a valid result.',
  options: {
    subject: {
      type: 'string',
      value: 'SUBJECT',
      text: 'inputs of this kind only: environments, amendments, headers, answers, outputs (default: all)',
    },
    count: { type: 'string', value: 'N', text: 'inputs of each kind (default: 20000)' },
    seed: { type: 'string', value: 'N', text: 'seed of the mutations (default: 20261129)' },
    from: { type: 'string', value: 'N', text: 'number of the first input (default: 0)' },
    lanes: { type: 'string', value: 'N', text: 'processes at a time (default: 2)' },
  },
  exits: {
    0: 'every input was refused or valid',
    1: 'an input was neither; it is printed with the command that runs it again',
  },
  examples: ['npm run fuzz', 'npm run fuzz -- --subject environments --seed 20261129 --from 4711 --count 1'],
} as const satisfies CommandLine;
