/** The environments that `--env` names. */
import { refuse, suggest } from '../../lib/internal';

/** Refuses a name that no overlay has. */
export function requireEnvironment(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  return refuse('UnknownEnvironment', '--env', `no overlay is called '${name}'`, {
    'did you mean': suggest(name, known),
    allowed: known,
  });
}

/**
 * The environments that are named, in the order of the overlays; all when none is.
 *
 * @throws FaultError for one that no overlay defines
 */
export function namedEnvironments<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[],
): readonly T[] {
  // What an overlay exports is checked later: its name may be anything.
  const known = all.map(({ name }) => name).filter((name: unknown) => typeof name === 'string');
  for (const name of names) requireEnvironment(name, known);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
