/** The command line of `npm run bench`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'bench',
  does: 'Times corral synth beside kubectl kustomize, our synth pass beside that of cdk8s, and how plan and rules grow. The bounds are ratios within one run.',
  options: {},
  exits: { 0: 'within the bounds', 1: 'outside a bound' },
  examples: ['npm run bench'],
} as const satisfies CommandLine;
