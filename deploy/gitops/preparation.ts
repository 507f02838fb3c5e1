/** What a run would do for one environment: every file that differs, and every reason to refuse it. */
import type { Fault, Synthesis } from '../../lib';
import {
  changesBetween,
  fault,
  guards,
  knownHashes,
  lockOf,
  lockPath,
  lockText,
  sha256,
  treeOf,
  type Changes,
  type Lock,
} from '../../lib/internal';
import { inTheWay, moveAway, partPath, unseen, type Checkout, type IndexEntry } from './checkout';
import { faultsOf } from './faults-of';
import { listed } from './shown';
import { toolVersions } from './tools';

/** One file; an absent hash means that it is not there. */
export interface Step {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

export interface Preparation {
  readonly environment: string;
  readonly changes: Changes;
  /** The lock that describes the files to write. */
  readonly lock: Lock;
  /** Every file of the environment, written or removed, the lock last. */
  readonly steps: readonly Step[];
  /** The text of every file to write. */
  readonly texts: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

type Known = ReadonlyMap<string, ReadonlySet<string>>;

/** Files that differ, or are to go. */
export const differing = ({ steps }: Preparation): readonly Step[] => steps.filter(({ from, to }) => from !== to);

/** Files of others that would be overwritten; one with the same content is taken over. */
function foreignFiles(environment: string, known: Known, steps: readonly Step[]): readonly Fault[] {
  const foreign = steps.filter(({ path, from }) => from !== undefined && !known.has(path)).map(({ path }) => path);
  if (foreign.length === 0) return [];
  return [
    fault('ForeignFile', environment, `the repository holds files that Corral did not write: ${listed(foreign)}`, {
      fix: moveAway,
    }),
  ];
}

/** Files of ours that were changed: writing over them would undo the change. */
const editedFiles = (known: Known, steps: readonly Step[]): readonly Fault[] =>
  steps
    .filter(({ path, from }) => from !== undefined && known.get(path)?.has(from) === false)
    .map(({ path }) =>
      fault('EditedByHand', path, 'it was changed by hand after Corral wrote it, and the change would be lost', {
        fix: `bring the change into the overlay, or amend the object there, then git checkout -- ${path}`,
      }),
    );

/**
 * Files with the content that the lock lists, which is not the object that it lists: the guards could not compare it.
 */
function otherObjects(checkout: Checkout, before: Lock | undefined, { changed, removed }: Changes): readonly Fault[] {
  const compared = [...changed, ...removed.filter(({ kind }) => kind === 'Kustomization')].map(({ path }) => path);
  return compared
    .filter(
      (path) => checkout.hash(path) === before?.objects[path]?.sha256 && checkout.manifest(path, before) === undefined,
    )
    .map((path) =>
      fault('LockNotOurs', path, 'it is not the object that the lock lists at this path', {
        fix: `restore it and the lock from a commit that Corral made`,
      }),
    );
}

function obstacles(
  checkout: Checkout,
  entries: ReadonlyMap<string, IndexEntry>,
  environment: string,
  paths: ReadonlySet<string>,
): readonly Fault[] {
  const part = partPath(environment);
  const onDisk = [...paths, part].flatMap((path) => checkout.obstacle(path) ?? []);
  const inIndex = checkout.obstaclesIn(entries, paths);
  const all = [...new Set([...onDisk, ...inIndex, ...(entries.has(checkout.prefix + part) ? [part] : [])])].sort();
  return all.length === 0 ? [] : [fault('ForeignFile', environment, inTheWay(all), { fix: moveAway })];
}

/** Compares a synthesis with the checkout. It writes nothing. */
export function prepare(
  checkout: Checkout,
  entries: ReadonlyMap<string, IndexEntry>,
  synthesis: Synthesis,
  allowed: ReadonlySet<string>,
): Preparation {
  const tree = treeOf(synthesis);
  const { environment } = tree;
  const lock = lockOf(tree, toolVersions(synthesis.plan.environment.cluster.kubernetes));
  const texts = new Map([...tree.files, [lockPath(environment), lockText(lock)] as const]);
  const nothing = { environment, changes: changesBetween(undefined, lock), lock, steps: [], texts };

  let before: Lock | undefined;
  const unreadable = faultsOf(() => {
    before = checkout.lock(environment);
  });
  if (unreadable.length > 0) return { ...nothing, faults: unreadable };
  const changes = changesBetween(before, lock);
  const known: Known = before === undefined ? new Map() : knownHashes(before);
  const paths = new Set([...tree.files.keys(), ...known.keys(), lockPath(environment)]);
  const inWay = [...obstacles(checkout, entries, environment, paths), ...unseen(entries, checkout, environment)];
  if (inWay.length > 0) return { ...nothing, changes, faults: inWay };

  const steps: Step[] = [];
  const unread = faultsOf(() => {
    for (const [path, text] of tree.files) steps.push({ path, from: checkout.hash(path), to: sha256(text) });
    for (const path of known.keys()) if (!tree.files.has(path)) steps.push({ path, from: checkout.hash(path) });
  });
  if (unread.length > 0) return { ...nothing, changes, faults: unread };
  const lockStep: Step = {
    path: lockPath(environment),
    from: checkout.hash(lockPath(environment)),
    to: sha256(lockText(lock)),
  };
  const files = steps.filter(({ from, to }) => from !== to);
  return {
    environment,
    changes,
    lock,
    texts,
    steps: [...steps, lockStep],
    faults: [
      ...guards({ tree, before, changes, read: (path) => checkout.manifest(path, before), allowed }),
      ...otherObjects(checkout, before, changes),
      ...foreignFiles(environment, known, files),
      ...editedFiles(known, files),
    ],
  };
}
