/** Renders environments into a checkout of a GitOps repository, or says that it is out of date. */
import { FaultError, synthesiseAll, type EnvironmentInput } from '../../lib';
import { commit, deliver } from '../../deploy/gitops';
import { readOptions, usage, UsageError } from './options';
import { reportText } from './report';

/** Where text goes. */
interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Runs `npm run gitops` and returns its exit status.
 *
 * @param source - folder of the checkout that is rendered: `--commit` names its commit
 */
export function gitops(all: readonly EnvironmentInput[], argv: readonly string[], source: string, { out, error }: Console): number {
  try {
    const options = readOptions(argv, all);
    if (options === undefined) {
      out(usage);
      return 0;
    }
    const { environments, repo, check } = options;
    const outcome = deliver(synthesiseAll(environments), options);
    out(reportText(outcome, check));
    if (check) return outcome.delivered.some(({ files, faults }) => files.length + faults.length > 0) ? 2 : 0;
    if (options.commit) {
      const id = commit(repo, environments.map(({ name }) => name), source);
      out(id === undefined ? 'nothing to commit' : `committed ${id}`);
    }
    return 0;
  } catch (problem) {
    if (problem instanceof UsageError) {
      error(problem.message);
      return 1;
    }
    if (problem instanceof FaultError) {
      error(`${problem.message}\n\n${problem.faults.length} ${problem.faults.length === 1 ? 'fault' : 'faults'}.`);
      return 1;
    }
    throw problem;
  }
}
