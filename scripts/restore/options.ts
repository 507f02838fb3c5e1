/** The command line of `npm run restore`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'restore',
  does: 'Prints the Job that restores a source from its backup, for kubectl. It changes no cluster.',
  options: {
    env: {
      type: 'string',
      value: 'NAME',
      text: 'the environment (default: the only one with a backup)',
    },
    source: { type: 'string', value: 'NAME', text: "what is restored (default: 'store')" },
    snapshot: { type: 'string', value: 'ID', text: 'the copy that is restored (default: the newest)' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'printed', 2: 'refused: faults' },
  examples: [
    'npm run --silent restore -- --env production | kubectl apply --server-side -f -',
    'npm run --silent restore -- --env production --snapshot 1a2b3c4d | kubectl apply --server-side -f -',
  ],
  more:
    'The Job runs with the identity and the network policy of the backup, so the environment must be applied before it. ' +
    'docs/runbooks/restore.md has all steps, from an empty cluster on.',
} as const satisfies CommandLine;
