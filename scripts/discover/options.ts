/** The command line of `npm run discover`. */
import { parseArgs } from 'node:util';
import { refuse } from '../../lib';
import type { Access } from '../cluster/kubectl';
import { UsageError } from '../synth/options';

export interface DiscoverOptions extends Access {
  /** Name of the environment. @default - the cluster's, from its context */
  readonly name?: string;
}

export const usage = `npm run --silent discover -- [--context NAME] [--kubeconfig FILE] [--name NAME] > overlays/NAME.ts

  --context NAME     context of the kubeconfig (default: the current one)
  --kubeconfig FILE  read this one (default: $KUBECONFIG, else ~/.kube/config)
  --name NAME        name of the environment (default: the cluster's, from its context)

It only reads. Exit status: 0 printed · 2 refused, or the command line is wrong`;

/**
 * Reads the command line; `undefined` when help was asked for.
 *
 * @throws UsageError for an option that does not exist
 * @throws FaultError for a name that no environment can have
 */
export function readOptions(argv: readonly string[]): DiscoverOptions | undefined {
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: { context: { type: 'string' }, kubeconfig: { type: 'string' }, name: { type: 'string' }, help: { type: 'boolean' } },
      }).values;
    } catch (error) {
      throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
  })();
  if (parsed.help === true) return undefined;
  const { context, kubeconfig, name } = parsed;
  if (name !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    refuse('BadName', '--name', `'${name}' is no name for an environment`, { allowed: 'a DNS label: lower-case letters, digits and inner hyphens' });
  }
  return { context, kubeconfig, name };
}
