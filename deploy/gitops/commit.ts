/**
 * One commit of what is delivered, made by git's own objects: no file of the working tree and no hook takes part in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultError } from '../../lib';
import { fault } from '../../lib/internal';
import { inTheWay, moveAway, type Checkout, type IndexEntry } from './checkout';
import { Git } from './git';
import { commitMessage, type Source } from './message';
import type { Preparation } from './preparation';

/** A file in git: absent means that it goes. */
interface Change {
  readonly path: string;
  readonly text?: string;
  readonly object?: string;
}

const mode = '100644';

/** The files of an environment that an index has otherwise. Paths are from the top of the working tree. */
function changesTo(
  checkout: Checkout,
  entries: ReadonlyMap<string, IndexEntry>,
  { steps, texts }: Preparation,
): readonly Change[] {
  return steps.flatMap(({ path }): readonly Change[] => {
    const [full, text] = [checkout.prefix + path, texts.get(path)];
    if (text === undefined) return entries.has(full) ? [{ path: full }] : [];
    const object = checkout.objectOf(text);
    return entries.get(full)?.object === object ? [] : [{ path: full, text, object }];
  });
}

/** Lines for `git update-index --index-info`. */
const indexLines = (changes: readonly Change[], { noObject }: Checkout): string =>
  changes.map(({ path, object }) => `${object === undefined ? '0' : mode} ${object ?? noObject}\t${path}\0`).join('');

/** Stores contents as they are, in one process. */
function store(git: Git, changes: readonly Change[]): void {
  const blobs = changes.flatMap(({ text }) => (text === undefined ? [] : [Buffer.from(text)]));
  const commands = blobs.flatMap((blob) => [Buffer.from(`blob\ndata ${blob.length}\n`), blob, Buffer.from('\n')]);
  if (blobs.length > 0)
    git.run(['fast-import', '--quiet', '--done'], Buffer.concat([...commands, Buffer.from('done\n')]));
}

/** `-S` when the user signs commits: commands that build commits from trees do not read the setting. */
const signing = (git: Git): readonly string[] =>
  git.ask(['config', '--type=bool', 'commit.gpgSign']) === 'true' ? ['-S'] : [];

/** Runs with an index of its own, which holds the files of a commit. */
function withIndex<T>(checkout: Checkout, head: string | undefined, work: (git: Git) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'corral-index-'));
  try {
    const git = new Git(checkout.git.folder, join(folder, 'index'));
    git.run(['read-tree', head ?? '--empty']);
    return work(git);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes the commit; no branch names it yet.
 *
 * @param head - the commit before it; absent in a repository without one
 * @returns its name; `undefined` when nothing differs
 */
export function makeCommit(
  checkout: Checkout,
  head: string | undefined,
  preparations: readonly Preparation[],
  source: Source,
): string | undefined {
  return withIndex(checkout, head, (git) => {
    const entries = checkout.entries(git);
    const inWay = checkout.obstaclesIn(
      entries,
      preparations.flatMap(({ steps }) => steps.map(({ path }) => path)),
    );
    if (inWay.length > 0) throw new FaultError([fault('ForeignFile', '--commit', inTheWay(inWay), { fix: moveAway })]);
    const parts = preparations
      .map((preparation) => ({ preparation, changes: changesTo(checkout, entries, preparation) }))
      .filter(({ changes }) => changes.length > 0);
    if (parts.length === 0) return undefined;
    const changes = parts.flatMap((part) => part.changes);
    store(git, changes);
    git.run(['update-index', '-z', '--index-info'], indexLines(changes, checkout));
    const tree = git.run(['write-tree']);
    const message = commitMessage(
      parts.map(({ preparation }) => preparation),
      source,
    );
    // Without the index, which a program that signs would find in its environment.
    return checkout.git.run(
      ['commit-tree', ...signing(git), ...(head === undefined ? [] : ['-p', head]), tree],
      message,
    );
  });
}

/** Brings git's index to the new state of the files, and leaves everything else in it as it is. */
export function updateIndex(checkout: Checkout, preparations: readonly Preparation[]): void {
  const entries = checkout.entries();
  const changes = preparations.flatMap((preparation) => changesTo(checkout, entries, preparation));
  if (changes.length > 0) checkout.git.run(['update-index', '-z', '--index-info'], indexLines(changes, checkout));
}
