/** The command line of `npm run discover`. */
import { refuse } from '../../lib';
import { accessOptions } from '../cluster/options';
import type { CommandLine } from '../command';

export const line = {
  name: 'discover',
  does: 'Prints a first overlay for a live cluster. It only reads.',
  options: {
    ...accessOptions,
    name: { type: 'string', value: 'NAME', text: "name of the environment (default: the cluster's, from its context)" },
  },
  exits: { 0: 'printed', 2: 'refused: faults' },
  examples: ['npm run --silent discover -- --context prod-1 --name production > overlays/production.ts'],
} as const satisfies CommandLine;

/** Refuses a name that no environment can have. */
export function requireName(name: string | undefined): void {
  if (name !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    refuse('BadName', '--name', `'${name}' is no name for an environment`, {
      allowed: 'a DNS label: lower-case letters, digits and inner hyphens',
    });
  }
}
