/** Locks a model by the words of a command line. */
import { parse } from '../../scripts/command/parse';
import { lock } from '../../scripts/lock/index';
import { line } from '../../scripts/lock/options';
import type { Terminal } from '../../scripts/lock/progress';

export async function lockByWords(
  argv: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<string> {
  return lock(parse(line, argv, {}), variables, terminal);
}
