/** Builds the JavaScript of the package where a source of it has changed. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './entries.mjs';
import { Made } from './sources.mjs';

const build = join(root, 'build');
const sources = ['lib', 'scripts', 'deploy', 'package.json', 'package-lock.json', 'tsconfig.json'];

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
  const isChunk = (file) => file.startsWith('chunks') || file.startsWith('commands');
  for (const file of fresh.toSorted((a, b) => Number(isChunk(b)) - Number(isChunk(a)))) {
    mkdirSync(dirname(join(build, file)), { recursive: true });
    renameSync(join(made, file), join(build, file));
  }
  const isOurs = (file) => /^((chunks|commands)\/)?[^/]+\.m?js$/.test(file);
  for (const file of filesIn(build))
    if (isOurs(file) && !fresh.includes(file)) rmSync(join(build, file), { force: true });
}

/** Builds, unless what is built is still what the sources would become. */
export async function buildJavaScript() {
  const made = new Made('build/.made/javascript.json', sources);
  if (made.isFresh()) return;
  const { bundleJavaScript } = await import('./javascript.mjs');
  const fresh = join(build, `.new-${process.pid}`);
  try {
    await bundleJavaScript(fresh);
    install(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  made.keep();
}
