/** Files of a mounted ConfigMap or Secret. The kubelet replaces all of them at once: it renames the link `..data`. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export type FolderContent = ReadonlyMap<string, string>;

const target = (folder: string) => readlink(join(folder, '..data')).catch(() => undefined);

/** A mounted folder, as it was when it was read last. */
export class MountedFolder {
  #link: string | undefined;
  #content: FolderContent | undefined;

  constructor(
    readonly path: string,
    /** A folder of an optional object: without it, there are no files. */
    private readonly optional: boolean,
  ) {}

  /** All files by name; the same map as before if nothing changed. */
  async read(): Promise<FolderContent> {
    const link = await target(this.path);
    if (this.#content !== undefined && link !== undefined && link === this.#link) return this.#content;
    const content = await this.#files();
    // A change in between mixes two states: the next look reads again.
    if ((await target(this.path)) === link) this.#link = link;
    if (this.#content === undefined || !same(this.#content, content)) this.#content = content;
    return this.#content;
  }

  async #files(): Promise<FolderContent> {
    const names = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (this.optional && error.code === 'ENOENT') return [];
      throw error;
    });
    const files = names.filter((name) => !name.startsWith('.')).sort();
    return new Map(
      await Promise.all(files.map(async (name) => [name, await readFile(join(this.path, name), 'utf8')] as const)),
    );
  }
}

const same = (one: FolderContent, other: FolderContent) =>
  one.size === other.size && [...one].every(([name, text]) => other.get(name) === text);
