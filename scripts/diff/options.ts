/** The command line of `npm run diff`. */
import { parseArgs } from 'node:util';

export const formats = ['text', 'markdown', 'json'] as const;
export type Format = (typeof formats)[number];

export interface Options {
  /** What stands on each side, as it was given. */
  readonly before: string;
  readonly after: string;
  /** This environment only, where both sides have several. */
  readonly environment?: string;
  readonly format: Format;
  /** Most characters of Markdown. */
  readonly limit?: number;
  readonly exitCode: boolean;
}

/** Fewer characters hold nothing but the sentence that says so. */
const shortest = 1000;

export const usage = `npm run diff -- A B [--env NAME] [--markdown [--limit N] | --json] [--exit-code]

  A, B         an environment (production), the working tree (.), a git revision (main, v1.2:production), or a rendered folder
               (dist/production, a GitOps repository's production), or what was applied to a live cluster (cluster:CONTEXT)
  --env NAME   this environment only, where both sides have several
  --markdown   for a pull request
  --limit N    at most N characters of it, since a comment may not be longer; what is left out is said
  --json       for machines
  --exit-code  exit with 1 when they differ

Exit status: 0 compared · 1 they differ (--exit-code) · 2 refused, or the command line is wrong`;

/** Wrong use of the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        env: { type: 'string' }, markdown: { type: 'boolean' }, limit: { type: 'string' }, json: { type: 'boolean' }, 'exit-code': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when only the usage was asked for
 * @throws UsageError
 */
export function readOptions(argv: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return undefined;
  const [before, after, ...others] = positionals;
  if (before === undefined || after === undefined || others.length > 0) throw new UsageError(`two sides are compared, ${positionals.length} were given\n\n${usage}`);
  if (values.markdown === true && values.json === true) throw new UsageError(`--markdown and --json exclude each other\n\n${usage}`);
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && (values.markdown !== true || !Number.isInteger(limit) || limit < shortest)) {
    throw new UsageError(`--limit is a whole number of at least ${shortest}, and belongs to --markdown\n\n${usage}`);
  }
  const format = values.markdown === true ? 'markdown' : values.json === true ? 'json' : 'text';
  return { before, after, environment: values.env, format, limit, exitCode: values['exit-code'] ?? false };
}
