/** Builds the real components that tests run, all of them when none is named. */
import { writeFileSync } from 'node:fs';
import { FaultError } from '../../lib';
import { fault, suggest } from '../../lib/internal';
import { usageFault, type Context, type Exit, type Parsed } from '../command';
import { componentNames, isComponentName, usualComponents } from './components';
import { line } from './options';
import { obtain } from './prepare';
import { cacheFolder, isCached, toolPath } from './tools';

/** Builds the named components, or prints their paths. */
export async function run(
  { positionals, values: { path, until, missing: into } }: Parsed<typeof line.options>,
  { console }: Context,
): Promise<Exit> {
  const unknown = positionals.filter((name) => !isComponentName(name));
  if (unknown.length > 0) {
    throw new FaultError(
      unknown.map((name) =>
        fault('UnknownComponent', 'toolchain', `no component is called '${name}'`, {
          'did you mean': suggest(name, componentNames),
          allowed: componentNames,
        }),
      ),
    );
  }
  const wanted = positionals.length > 0 ? positionals.filter(isComponentName) : usualComponents;
  if (path) {
    for (const name of wanted) console.out(await toolPath(name));
    return 0;
  }
  const end = until === undefined ? undefined : Number(until) * 1000;
  if (Number.isNaN(end))
    throw new FaultError([usageFault(line, `--until has '${until ?? ''}'`, { allowed: 'a number of seconds' })]);
  const cached = wanted.filter(isCached);
  if (cached.length > 0) console.error(`toolchain: cached in ${cacheFolder()}: ${cached.join(', ')}`);
  const missing = await obtain(wanted, end);
  if (into !== undefined) writeFileSync(into, JSON.stringify(missing));
  for (const { why, sentence } of missing) if (why === 'skipped') console.error(sentence);
  return missing.some(({ why }) => why === 'failed') ? 3 : 0;
}
