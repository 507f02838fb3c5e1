/** The command line of `npm run reference`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'reference',
  does: 'Writes the generated pages: ARCHITECTURE.md and docs/reference.',
  options: { check: { type: 'boolean', text: 'write nothing; report the pages that are out of date' } },
  exits: { 0: 'written, or up to date', 1: 'out of date (with --check)' },
  examples: ['npm run reference -- --check'],
} as const satisfies CommandLine;
