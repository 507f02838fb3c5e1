/** What a run would do for one environment: every file that differs, and everything that stands against it. */
import { changesBetween, fault, guards, hashes, lockOf, lockPath, lockText, sha256, treeOf, type Changes, type Fault, type Synthesis } from '../../lib';
import type { Step } from './journal';
import { inTheWay, moveAway, type Repository } from './repository';
import { toolVersions } from './tools';

export interface Preparation {
  readonly environment: string;
  readonly changes: Changes;
  /** Files to write and to remove, the lock last; empty when the repository is up to date. */
  readonly steps: readonly Step[];
  readonly texts: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

/** Files of others that would be overwritten; one that says the same already is nobody's loss. */
const foreignFiles = (environment: string, known: ReadonlyMap<string, string>, steps: readonly Step[]): readonly Fault[] => {
  const foreign = steps.filter(({ path, from }) => from !== undefined && !known.has(path)).map(({ path }) => path);
  if (foreign.length === 0) return [];
  return [fault('ForeignFile', environment, `the repository holds files that Corral did not write: ${foreign.join(', ')}`, { fix: moveAway })];
};

/** Files of ours that somebody has changed: writing over them would undo what was meant. */
const editedFiles = (known: ReadonlyMap<string, string>, steps: readonly Step[]): readonly Fault[] =>
  steps.filter(({ path, from }) => from !== undefined && known.has(path) && known.get(path) !== from).map(({ path }) =>
    fault('EditedByHand', path, 'it was changed by hand since Corral wrote it, and the change would be lost', {
      fix: `bring the change into the overlay, or amend the object there, then git checkout -- ${path}`,
    }));

/** Compares a synthesis with the repository. It writes nothing. */
export function prepare(repository: Repository, synthesis: Synthesis, allowed: ReadonlySet<string>): Preparation {
  const tree = treeOf(synthesis);
  const { environment } = tree;
  const before = repository.lock(environment);
  const after = lockOf(tree, toolVersions(synthesis.plan.environment.cluster.kubernetes));
  const changes = changesBetween(before, after);
  const known: ReadonlyMap<string, string> = before === undefined ? new Map() : hashes(before);
  const inWay = [...new Set([...tree.files.keys(), ...known.keys()].flatMap((path) => repository.obstacle(path) ?? []))].sort();
  if (inWay.length > 0) {
    return { environment, changes, steps: [], texts: new Map(), faults: [fault('ForeignFile', environment, inTheWay(inWay), { fix: moveAway })] };
  }
  const texts = new Map([...tree.files, [lockPath(environment), lockText(after)] as const]);

  const written = [...tree.files].map(([path, text]): Step => ({ path, from: repository.hash(path), to: sha256(text) }));
  const removed = [...known.keys()].filter((path) => !tree.files.has(path)).map((path): Step => ({ path, from: repository.hash(path) }));
  const files = [...written, ...removed].filter(({ from, to }) => from !== to);
  const lock: Step = { path: lockPath(environment), from: repository.hash(lockPath(environment)), to: sha256(lockText(after)) };

  return {
    environment,
    changes,
    steps: [...files, ...(lock.from === lock.to ? [] : [lock])],
    texts,
    faults: [
      ...guards({ tree, before, changes, read: (path) => repository.manifest(path), allowed }),
      ...foreignFiles(environment, known, files),
      ...editedFiles(known, files),
    ],
  };
}
