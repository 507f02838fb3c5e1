/**
 * Builds the package into `build/`: `node scripts/build/index.mjs`. With `--api`, records the API in `etc/`; with `--check`, compares it with the record.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './entries.mjs';
import { buildJavaScript } from './javascript-if-stale.mjs';
import { Made } from './sources.mjs';

const build = join(root, 'build');
/** What the record of the API depends on. */
const apiOf = ['node_modules/.cache/corral/api.json', ['lib', 'etc', 'scripts/build', 'package-lock.json']];

const typesFolder = join(build, '.types');

/** Makes the declarations. `record` - write the record of the API anew @returns whether nothing is wrong */
async function makeApi(record) {
  const { makeTypes } = await import('./types.mjs');
  const wrong = makeTypes(typesFolder, record);
  for (const each of wrong) console.error(each);
  if (wrong.length > 0) process.exitCode = 1;
  return wrong.length === 0;
}

async function makeDeclarations() {
  if (!(await makeApi(false))) return;
  const { declarations } = await import('./types.mjs');
  for (const [file, text] of declarations(typesFolder)) writeFileSync(join(build, file), text);
}

async function main(mode) {
  if (mode === '--api') {
    return (await makeApi(true)) ? new Made(...apiOf).keep() : undefined;
  }
  if (mode === '--check') {
    const api = new Made(...apiOf);
    if (!api.isFresh() && (await makeApi(false))) api.keep();
    return undefined;
  }
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  await buildJavaScript();
  await makeDeclarations();
  return undefined;
}

await main(process.argv[2]);
