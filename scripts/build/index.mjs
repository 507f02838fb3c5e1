/**
 * Builds the package into `build/`: `node scripts/build/index.mjs`. With `--javascript`, only what the commands run, and
 * only where a source has changed. With `--api`, records the API in `etc/`; with `--check`, compares it with the record.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './entries.mjs';
import { Made } from './sources.mjs';

const build = join(root, 'build');
const sources = ['lib', 'scripts', 'deploy', 'package.json', 'package-lock.json', 'tsconfig.json'];
const javascript = new Made('build/.made/javascript.json', sources);
/** What the record of the API depends on. */
const apiOf = ['node_modules/.cache/corral/api.json', ['lib', 'etc', 'scripts/build', 'package-lock.json']];

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));

/**
 * Puts what was made beside `build/` into it: each file at once, entries after the chunks that they need, so that a
 * command that starts meanwhile finds the old files or the new ones.
 */
function install(made) {
  const fresh = filesIn(made);
  const isChunk = (file) => file.startsWith('chunks');
  for (const file of fresh.toSorted((a, b) => Number(isChunk(b)) - Number(isChunk(a)))) {
    mkdirSync(dirname(join(build, file)), { recursive: true });
    renameSync(join(made, file), join(build, file));
  }
  const isOurs = (file) => /^(chunks\/)?[^/]+\.m?js$/.test(file);
  for (const file of filesIn(build))
    if (isOurs(file) && !fresh.includes(file)) rmSync(join(build, file), { force: true });
}

async function makeJavaScript() {
  const { bundleJavaScript } = await import('./javascript.mjs');
  const made = join(root, 'build', `.new-${process.pid}`);
  try {
    await bundleJavaScript(made);
    install(made);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  javascript.keep();
}

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
  if (mode === '--javascript') return javascript.isFresh() ? undefined : makeJavaScript();
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
  await makeJavaScript();
  await makeDeclarations();
  return undefined;
}

await main(process.argv[2]);
