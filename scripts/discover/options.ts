/** The command line of `npm run discover`. */
import { accessOptions } from '../cluster/options';
import type { CommandLine } from '../command';

export const line = {
  name: 'discover',
  does: 'Prints a first overlay for a live cluster. It only reads.',
  options: {
    ...accessOptions,
    namespace: {
      type: 'string',
      value: 'NAME',
      text: "with rights in one namespace: reads what you may read, and writes scope 'namespaced'",
    },
    name: { type: 'string', value: 'NAME', text: "name of the environment (default: the cluster's, from its context)" },
  },
  exits: { 0: 'printed', 2: 'refused: faults' },
  examples: [
    'npm run --silent discover -- --context prod-1 --name production > overlays/production.ts',
    'npm run --silent discover -- --namespace team-llm > overlays/team-llm.ts',
  ],
} as const satisfies CommandLine;
