/** Renders environments into a checkout of a GitOps repository, or reports that it is out of date. */
import { synthesiseAll, type EnvironmentInput } from '../../lib';
import { deliver, type Outcome } from '../../deploy/gitops';
import { runLongCommand, type Console, type Exit } from '../command';
import { environmentsOf, line } from './options';
import { reportText } from './report';

/** Exit code of `--check`: 1 out of date, 2 it would be refused. */
function checkExit({ delivered }: Outcome): Exit {
  if (delivered.some(({ faults }) => faults.length > 0)) return 2;
  return delivered.some(({ files }) => files.length > 0) ? 1 : 0;
}

/**
 * Runs `npm run gitops`.
 *
 * @param source - folder of the checkout that is rendered: `--commit` names its commit
 */
export const gitops = (
  all: readonly EnvironmentInput[],
  argv: readonly string[],
  source: string,
  console: Console,
): Promise<Exit> =>
  runLongCommand(line, argv, console, async ({ values }) => {
    const { repo, check, 'allow-delete': allowDelete } = values;
    const syntheses = synthesiseAll(environmentsOf(values, all));
    const outcome = await deliver(syntheses, { repo, check, allowDelete, commit: values.commit ? source : undefined });
    const text = reportText(outcome, check);
    if (text !== '') console.out(text);
    if (check) return checkExit(outcome);
    if (values.commit) console.out(outcome.commit === undefined ? 'nothing to commit' : `committed ${outcome.commit}`);
    return 0;
  });
