/** Which files a build is made of, and a key of their content: what is built already is not built again. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './entries.mjs';

function filesBelow(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
}

/** Size and time of each file: where none of them changed, neither did the content. */
const stamps = (files) =>
  files.map((file) => {
    const { mtimeMs, size } = statSync(join(root, file));
    return `${file} ${mtimeMs} ${size}`;
  });

function contentOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/**
 * Whether what was made of some files and folders is still what they would make. The state is kept in a file; a copy of
 * the repository has other times, and the same content.
 */
export class Made {
  #state;
  #files;

  /** @param state - file, from the root of the repository @param paths - files and folders */
  constructor(state, paths) {
    this.#state = join(root, state);
    this.#files = paths.filter((path) => existsSync(join(root, path))).flatMap(filesBelow);
  }

  isFresh() {
    if (!existsSync(this.#state)) return false;
    let known;
    try {
      known = JSON.parse(readFileSync(this.#state, 'utf8'));
    } catch {
      return false;
    }
    if (known.stamps?.join('\n') === stamps(this.#files).join('\n')) return true;
    if (known.content !== contentOf(this.#files)) return false;
    this.keep();
    return true;
  }

  keep() {
    mkdirSync(dirname(this.#state), { recursive: true });
    writeFileSync(this.#state, JSON.stringify({ content: contentOf(this.#files), stamps: stamps(this.#files) }));
  }
}
