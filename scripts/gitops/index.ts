/** Renders environments into a checkout of a GitOps repository, or reports that it is out of date. */
import { synthesiseAll } from '../../lib';
import { deliver, type Outcome } from '../../deploy/gitops';
import type { Context, Exit, Parsed } from '../command';
import { environmentsOf } from './environments';
import type { line } from './options';
import { reportText } from './report';

/** Exit code of `--check`: 1 out of date, 2 it would be refused. */
function checkExit({ delivered }: Outcome): Exit {
  if (delivered.some(({ faults }) => faults.length > 0)) return 2;
  return delivered.some(({ files }) => files.length > 0) ? 1 : 0;
}

/** Delivers the named environments; the commit that `--commit` makes names that of `source`. */
export async function run(
  { values }: Parsed<typeof line.options>,
  { environments, source, console }: Context,
): Promise<Exit> {
  const { repo, check, 'allow-delete': allowDelete } = values;
  const syntheses = synthesiseAll(environmentsOf(values, environments));
  const outcome = await deliver(syntheses, { repo, check, allowDelete, commit: values.commit ? source : undefined });
  const text = reportText(outcome, check);
  if (text !== '') console.out(text);
  if (check) return checkExit(outcome);
  if (values.commit) console.out(outcome.commit === undefined ? 'nothing to commit' : `committed ${outcome.commit}`);
  return 0;
}
