/** The command line of `npm run diff`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'diff',
  does: 'Compares two environments, git revisions, rendered folders or clusters, for a reviewer.',
  arguments: {
    form: 'A B',
    min: 2,
    max: 2,
    text:
      'each is an environment (production), the working tree (.), a git revision (main, v1.2:production),\n' +
      "a rendered folder (dist/production, a GitOps repository's production) or a cluster (cluster:CONTEXT)",
  },
  options: {
    env: { type: 'string', value: 'NAME', text: 'this environment only, where both sides have several' },
    markdown: { type: 'boolean', text: 'print Markdown for a pull request' },
    limit: {
      type: 'string',
      value: 'N',
      text: 'at most N characters of Markdown; the last line counts what is left out',
    },
    json: { type: 'boolean', text: 'print JSON' },
    'exit-code': { type: 'boolean', text: 'exit with 1 if the sides differ' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'compared', 1: 'the sides differ (with --exit-code)', 2: 'refused: faults' },
  examples: ['npm run diff -- main . --env production', 'npm run diff -- cluster:prod-1 dist/production --exit-code'],
} as const satisfies CommandLine;
