/** The command line of `npm run plan`. */
import { parseArgs } from 'node:util';
import { refuse, suggest } from '../../lib';
import { UsageError } from '../synth/options';

export interface PlanOptions {
  /** Names of the environments to plan, in the order of the overlays. */
  readonly environments: readonly string[];
  readonly json: boolean;
  /** Key or name of one workload whose numbers are derived line by line. */
  readonly explain?: string;
  readonly help: boolean;
}

export const usage = `npm run plan -- [--env NAME]… [--explain MODEL] [--json]

  --env NAME       plan this environment only; may be given several times (default: all)
  --explain MODEL  derive every number of one model or fleet, line by line
  --json           print for machines instead of for people

Exit status: 0 everything fits · 1 refused · 2 the command line is wrong`;

/**
 * Reads the command line.
 *
 * @throws UsageError for an option that does not exist
 * @throws FaultError for an environment that does not exist
 */
export function readOptions(argv: readonly string[], known: readonly string[]): PlanOptions {
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: { env: { type: 'string', multiple: true }, explain: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
      }).values;
    } catch (error) {
      throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
  })();
  const wanted = parsed.env ?? known;
  for (const name of wanted) {
    if (!known.includes(name)) refuse('UnknownEnvironment', '--env', `no overlay is called '${name}'`, { 'did you mean': suggest(name, known), allowed: known });
  }
  return {
    environments: known.filter((name) => wanted.includes(name)),
    json: parsed.json ?? false,
    explain: parsed.explain,
    help: parsed.help ?? false,
  };
}
