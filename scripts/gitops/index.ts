/** Renders environments into a checkout of a GitOps repository, or reports that it is out of date. */
import { synthesiseAll, type EnvironmentInput } from '../../lib';
import { commit, deliver } from '../../deploy/gitops';
import { runCommand, type Console, type Exit } from '../command';
import { environmentsOf, line } from './options';
import { reportText } from './report';

/**
 * Runs `npm run gitops`.
 *
 * @param source - folder of the checkout that is rendered: `--commit` names its commit
 */
export const gitops = (all: readonly EnvironmentInput[], argv: readonly string[], source: string, console: Console): Exit =>
  runCommand(line, argv, console, ({ values }) => {
    const { repo, check, 'allow-delete': allowDelete } = values;
    const environments = environmentsOf(values, all);
    const outcome = deliver(synthesiseAll(environments), { repo, check, allowDelete });
    console.out(reportText(outcome, check));
    if (check) return outcome.delivered.some(({ files, faults }) => files.length + faults.length > 0) ? 1 : 0;
    if (values.commit) {
      const id = commit(repo, environments.map(({ name }) => name), source);
      console.out(id === undefined ? 'nothing to commit' : `committed ${id}`);
    }
    return 0;
  });
