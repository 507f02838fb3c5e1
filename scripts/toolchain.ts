/** `npm run toolchain [-- component...]`: builds the real components that tests run, all of them when none is named. */
import { componentNames, isComponentName } from './toolchain/components';
import { cacheFolder, ensureTools, isCached } from './toolchain/tools';

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !isComponentName(name));
  if (unknown.length > 0) throw new Error(`toolchain: no component is called ${unknown.join(', ')}.\n  allowed: ${componentNames.join(' · ')}\n  [UnknownComponent]`);
  const wanted = names.length > 0 ? names.filter(isComponentName) : componentNames;
  const cached = wanted.filter(isCached);
  if (cached.length > 0) process.stderr.write(`toolchain: cached in ${cacheFolder()}: ${cached.join(', ')}\n`);
  await ensureTools(wanted);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
