/** The environments that a GitOps repository delivers. */
import { FaultError, type EnvironmentInput } from '../../lib';
import { refuse } from '../../lib/internal';
import { namedEnvironments, usageFault, type Values } from '../command';
import { line } from './options';

/** Refuses an environment that another tool delivers. */
function requireDelivery({ name, delivery }: EnvironmentInput): void {
  if (delivery === 'gitops') return;
  refuse(
    'AnotherDelivery',
    `${name}.delivery`,
    `it is '${delivery}', so a GitOps repository would be the second owner of the same objects`,
    {
      fix: "set delivery: 'gitops' in its overlay, after the present owner has released the objects",
    },
  );
}

/**
 * The environments to deliver, in the order of the overlays.
 *
 * @throws FaultError for options that exclude each other, and for an environment that does not exist or is delivered
 * otherwise
 */
export function environmentsOf(
  { env, check, commit }: Values<typeof line.options>,
  all: readonly EnvironmentInput[],
): readonly EnvironmentInput[] {
  if (check && commit)
    throw new FaultError([
      usageFault(line, '--check writes nothing, so there is nothing to --commit', { fix: 'leave one of them out' }),
    ]);
  if (env.length === 0) return all.filter(({ delivery }) => delivery === 'gitops');
  const named = namedEnvironments(all, env);
  named.forEach(requireDelivery);
  return named;
}
