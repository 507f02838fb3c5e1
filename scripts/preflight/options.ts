/** The command line of `npm run preflight`. */
import { parseArgs } from 'node:util';
import { refuse, suggest } from '../../lib';
import type { Access } from '../cluster/kubectl';
import { UsageError } from '../synth/options';

export interface PreflightOptions extends Access {
  /** Name of the environment. */
  readonly environment: string;
  readonly json: boolean;
}

export const usage = `npm run preflight -- --env NAME [--context NAME] [--kubeconfig FILE] [--json]

  --env NAME         the environment that is compared with its cluster
  --context NAME     context of the kubeconfig (default: the current one)
  --kubeconfig FILE  read this one (default: $KUBECONFIG, else ~/.kube/config)
  --json             print for machines instead of for people

It only reads. Exit status: 0 nothing differs · 1 something differs · 2 refused, or the command line is wrong`;

/**
 * Reads the command line; `undefined` when help was asked for.
 *
 * @throws UsageError for an option that does not exist, or is missing
 * @throws FaultError for an environment that does not exist
 */
export function readOptions(argv: readonly string[], known: readonly string[]): PreflightOptions | undefined {
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: { env: { type: 'string' }, context: { type: 'string' }, kubeconfig: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
      }).values;
    } catch (error) {
      throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
  })();
  if (parsed.help === true) return undefined;
  const { env: environment, context, kubeconfig, json = false } = parsed;
  if (environment === undefined) throw new UsageError(`--env is missing\n\n${usage}`);
  if (!known.includes(environment)) {
    refuse('UnknownEnvironment', '--env', `no overlay is called '${environment}'`, { 'did you mean': suggest(environment, known), allowed: known });
  }
  return { environment, context, kubeconfig, json };
}
