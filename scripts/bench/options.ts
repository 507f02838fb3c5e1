/** The command line of `npm run bench`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'bench',
  does: "Times our synth pass against cdk8s' own, and how plan and rules grow; the bounds are ratios of one run.",
  options: {},
  exits: { 0: 'within the bounds', 1: 'beyond a bound' },
  examples: ['npm run bench'],
} as const satisfies CommandLine;
