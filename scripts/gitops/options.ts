/** The command line of `npm run gitops`. */
import { FaultError, refuse, type EnvironmentInput } from '../../lib';
import { namedEnvironments, usageFault, type CommandLine, type Values } from '../command';

export const line = {
  name: 'gitops',
  does: 'Writes environments into a checkout of a GitOps repository, for Flux or Argo CD. It never pushes.',
  options: {
    repo: { type: 'string', value: 'FOLDER', required: true, text: 'checkout of the GitOps repository to write into' },
    env: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: "this environment only; may be given several times (default: all with delivery: 'gitops')",
    },
    check: { type: 'boolean', text: 'write nothing; report what is out of date, and what would be refused' },
    'allow-delete': {
      type: 'string',
      value: 'KIND/NAMESPACE/NAME',
      multiple: true,
      text: 'allow that this object is deleted, or deleted and created again:\nStatefulSet/llm-serving/ollama, Namespace/llm-serving',
    },
    commit: { type: 'boolean', text: 'commit what is written, as one commit' },
  },
  exits: { 0: 'written, or up to date', 1: 'out of date (with --check)', 2: 'refused: faults; nothing was changed' },
  examples: ['npm run gitops -- --repo ../gitops --check', 'npm run gitops -- --repo ../gitops --env staging --commit'],
} as const satisfies CommandLine;

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
