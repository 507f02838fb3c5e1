/** Prints the Job that restores a source of an environment. */
import { type EnvironmentInput, FaultError, parseEnvironment, type Plan, plan, toYaml } from '../../lib';
import { refuse, restoreManifests, suggest } from '../../lib/internal';
import { namedEnvironments, type Context, type Exit, type Parsed } from '../command';
import type { line } from './options';

const fix = 'add a backup to it: docs/how-to/back-up-and-restore.md';

function planOf(input: EnvironmentInput): Plan {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}

/** The environment that is named, or the only one with a backup. */
function chosen(environments: readonly EnvironmentInput[], name: string | undefined): EnvironmentInput {
  const all = name === undefined ? environments : namedEnvironments(environments, [name]);
  const [first, ...others] = all.filter(({ backup }) => backup !== undefined);
  if (first === undefined)
    return refuse(
      'NoBackup',
      name === undefined ? 'overlays' : `${name}.backup`,
      name === undefined ? 'no environment has a backup' : 'the environment has no backup',
      {
        fix,
      },
    );
  if (others.length > 0) {
    const names = [first, ...others].map((each) => each.name);
    return refuse('SeveralBackups', '--env', `${names.join(', ')} have a backup`, {
      fix: names.map((each) => `--env ${each}`),
    });
  }
  return first;
}

export function run(
  { values: { env, source = 'store', snapshot } }: Parsed<typeof line.options>,
  { environments, console }: Context,
): Exit {
  const planned = planOf(chosen(environments, env));
  const names = planned.backup?.sources.map(({ sourceName }) => sourceName) ?? [];
  if (!names.includes(source))
    return refuse('UnknownSource', '--source', `${planned.environment.name} has no source '${source}'`, {
      'did you mean': suggest(source, names),
      allowed: names,
    });
  if (snapshot !== undefined && !/^([0-9a-f]{8,64}|latest)$/.test(snapshot))
    return refuse('WrongSnapshot', '--snapshot', `'${snapshot}' is no id of a copy`, {
      allowed: "8 to 64 hexadecimal digits, as restic prints them, or 'latest'",
    });
  console.out(toYaml(restoreManifests(planned, source, snapshot)).trimEnd());
  return 0;
}
