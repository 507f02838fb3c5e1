/** The command line of `npm run gitops`. */
import { parseArgs } from 'node:util';
import { refuse, suggest, type EnvironmentInput } from '../../lib';

export interface Options {
  /** Folder of the checkout. */
  readonly repo: string;
  /** Environments to deliver, in the order of the overlays. */
  readonly environments: readonly EnvironmentInput[];
  readonly check: boolean;
  readonly commit: boolean;
  readonly allowDelete: readonly string[];
}

export const usage = `npm run gitops -- --repo FOLDER [--env NAME]… [--check] [--allow-delete KIND/NAMESPACE/NAME]… [--commit]

  --repo FOLDER        checkout of the GitOps repository to write into
  --env NAME           this environment only; may be given several times (default: all with delivery 'gitops')
  --check              write nothing; exit with 2 when a file would be written or removed, and say what would be refused
  --allow-delete KEY   let this object go, or be made again: StatefulSet/llm-serving/ollama, Namespace/llm-serving
  --commit             make one commit of it; nothing is ever pushed

Exit status: 0 done, or up to date · 1 refused, or the command line is wrong; nothing was changed · 2 out of date (--check)`;

/** Wrong use of the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const flags = {
  repo: { type: 'string' }, env: { type: 'string', multiple: true }, check: { type: 'boolean' }, commit: { type: 'boolean' },
  'allow-delete': { type: 'string', multiple: true }, help: { type: 'boolean' },
} as const;

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** One environment by its name; its manifests must be the repository's business. */
function named(all: readonly EnvironmentInput[], name: string): EnvironmentInput {
  const known = all.map((environment) => environment.name);
  const found = all.find((environment) => environment.name === name);
  if (found === undefined) return refuse('UnknownEnvironment', '--env', `no overlay is called '${name}'`, {
    'did you mean': suggest(name, known), allowed: known,
  });
  if (found.delivery !== 'gitops') {
    refuse('AnotherDelivery', `${name}.delivery`, `it is '${found.delivery}', so a GitOps repository would be the second owner of the same objects`, {
      fix: "set delivery: 'gitops' in its overlay, and let the present owner let go first",
    });
  }
  return found;
}

/**
 * Reads the command line.
 *
 * @returns `undefined` when only the usage was asked for
 * @throws UsageError for an option that does not exist, or a missing one
 * @throws FaultError for an environment that does not exist or is delivered otherwise
 */
export function readOptions(argv: readonly string[], all: readonly EnvironmentInput[]): Options | undefined {
  const { repo, env, check = false, commit = false, 'allow-delete': allowDelete = [], help = false } = parsed(argv);
  if (help) return undefined;
  if (repo === undefined) throw new UsageError(`--repo is missing\n\n${usage}`);
  if (check && commit) throw new UsageError(`--check writes nothing, so there is nothing to --commit\n\n${usage}`);
  const wanted = env === undefined ? all.filter(({ delivery }) => delivery === 'gitops') : [...new Set(env)].map((name) => named(all, name));
  return { repo, environments: all.filter((environment) => wanted.includes(environment)), check, commit, allowDelete };
}
