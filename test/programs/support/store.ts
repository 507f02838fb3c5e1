/** What lies in a root of weights: read by tests, and held against the one thing that must never be wrong. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './models';

const within = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

export const blobsOf = (root: string): readonly string[] => within(join(root, 'blobs'));
export const partialsOf = (root: string): readonly string[] => within(join(root, 'partials'));

/** Every file and link below a root that a reader may find. */
export const namesOf = (root: string): readonly string[] =>
  ['gguf', 'manifests']
    .flatMap((folder) =>
      existsSync(join(root, folder))
        ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
            .filter((entry) => !entry.isDirectory())
            .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        : [],
    )
    .sort();

/** Names whose bytes do not lead to what they say; must be empty at every instant, killed or not. */
export const wrongBlobs = (root: string): readonly string[] =>
  blobsOf(root).filter((name) => name !== `sha256-${sha256(readFileSync(join(root, 'blobs', name)))}`);

export const brokenNames = (root: string): readonly string[] =>
  namesOf(root).filter((name) => !existsSync(join(root, name)));

export const modeOf = (path: string): number => statSync(path).mode & 0o777;
