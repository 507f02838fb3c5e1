/** `npm run toolchain [-- component...]`: builds the real components that tests run, all of them when none is named. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { componentNames, isComponentName } from './toolchain/components';
import { messageOf } from './toolchain/errors';
import { obtain } from './toolchain/prepare';
import { cacheFolder, isCached, toolPath } from './toolchain/tools';

const options = {
  /** Prints the path of the one component that is named. */
  path: { type: 'boolean' },
  /** Seconds since 1970: what is not built then is not started. */
  until: { type: 'string' },
  /** File that takes what could not be obtained, as `CORRAL_TOOLS_MISSING` wants it. */
  missing: { type: 'string' },
} as const;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const unknown = positionals.filter((name) => !isComponentName(name));
  if (unknown.length > 0) {
    throw new Error(`toolchain: no component is called ${unknown.join(', ')}.\n  allowed: ${componentNames.join(' · ')}\n  [UnknownComponent]`);
  }
  const wanted = positionals.length > 0 ? positionals.filter(isComponentName) : componentNames;
  if (values.path === true) {
    for (const name of wanted) process.stdout.write(`${await toolPath(name)}\n`);
    return;
  }
  const cached = wanted.filter(isCached);
  if (cached.length > 0) process.stderr.write(`toolchain: cached in ${cacheFolder()}: ${cached.join(', ')}\n`);
  const missing = await obtain(wanted, values.until === undefined ? undefined : Number(values.until) * 1000);
  if (values.missing !== undefined) writeFileSync(values.missing, JSON.stringify(missing));
  for (const { why, sentence } of missing) if (why === 'skipped') process.stderr.write(`${sentence}\n`);
  if (missing.some(({ why }) => why === 'failed')) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
