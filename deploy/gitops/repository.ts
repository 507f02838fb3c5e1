/** A checkout of a GitOps repository, as it lies on the disk. It only reads. */
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { controlFolder, hashes, lockPath, parseLock, refuse, sha256, type Lock, type Manifest } from '../../lib';

/** Folder for what is between two states: staged files, the journal, and who is at work. */
export const workFolder = '.corral';

/** A path from a lock or a journal must stay inside what belongs to its environment. */
export function belongs(environment: string, path: string): boolean {
  const isInside = [`${environment}/`, `${controlFolder(environment)}/`].some((root) => path.startsWith(root));
  return isInside && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

/** For people: what is in the way, and what to do about it. */
export const inTheWay = (paths: readonly string[]): string =>
  `a link, or a file and a folder in each other's place, is in the way of what Corral writes: ${paths.join(', ')}`;
export const moveAway = 'move them out of the folders that Corral writes';

export class Repository {
  /**
   * @param root - folder of the checkout
   * @throws FaultError when it is not there
   */
  constructor(readonly root: string) {
    if (!existsSync(root) || !statSync(root).isDirectory()) {
      refuse('NoRepository', '--repo', `there is no folder ${root}`, { fix: 'give the folder of a checkout of the GitOps repository' });
    }
  }

  at(path: string): string {
    return join(this.root, path);
  }

  /** What is in the way of a file, or of a folder when the path ends in a slash: a link, which may lead out of the repository, or a file and a folder in each other's place. */
  obstacle(path: string): string | undefined {
    const parts = path.split('/');
    return parts.filter(Boolean).map((_, depth) => parts.slice(0, depth + 1).join('/')).find((way) => {
      const found = lstatSync(this.at(way), { throwIfNoEntry: false });
      return found !== undefined && !(way === path ? found.isFile() : found.isDirectory());
    });
  }

  /** Text of a file; `undefined` when it is not there. */
  read(path: string): string | undefined {
    const file = this.at(path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** SHA-256 of a file; `undefined` when it is not there. */
  hash(path: string): string | undefined {
    const text = this.read(path);
    return text === undefined ? undefined : sha256(text);
  }

  /** The object in a file; `undefined` when it is not there or holds none. */
  manifest(path: string): Manifest | undefined {
    const text = this.read(path);
    const value = text === undefined ? undefined : load(text);
    return typeof value === 'object' && value !== null ? (value as Manifest) : undefined;
  }

  /**
   * What was written last for an environment.
   *
   * @throws FaultError when something is in its way, or the file is no lock of ours: what it does not list cannot be told from what somebody else put there
   */
  lock(environment: string): Lock | undefined {
    const path = lockPath(environment);
    const obstacle = this.obstacle(path);
    if (obstacle !== undefined) refuse('ForeignFile', environment, inTheWay([obstacle]), { fix: moveAway });
    const text = this.read(path);
    if (text === undefined) return undefined;
    const lock = parseLock(text);
    const isOurs = lock !== undefined && lock.environment === environment && [...hashes(lock).keys()].every((file) => belongs(environment, file));
    return isOurs ? lock : refuse('LockNotOurs', path, 'the file is not a lock that Corral wrote', { fix: `restore it: git checkout -- ${path}` });
  }
}
