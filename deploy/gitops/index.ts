/** Writes environments into a checkout of a GitOps repository: all of them or, when one is refused, none. */
import { FaultError, type Fault, type Synthesis } from '../../lib';
import { fault, type Changes } from '../../lib/internal';
import { Checkout, foldersOf } from './checkout';
import { makeCommit, updateIndex } from './commit';
import { faultsOfLong } from './faults-of';
import { begunOperation, localChanges } from './local-changes';
import type { Source } from './message';
import { differing, prepare, type Preparation } from './preparation';
import { sourceOf } from './source';
import { writeFiles } from './write';
import { WriterLock } from './writer-lock';

export interface GitopsOptions {
  /** Folder of the checkout. */
  readonly repo: string;
  /** Report what would be written, and write nothing. @default false */
  readonly check?: boolean;
  /** Objects that may be deleted, or made again: `StatefulSet/llm-serving/ollama`. @default - none */
  readonly allowDelete?: readonly string[];
  /**
   * Make one commit; the value is the folder of the checkout that is rendered, whose commit it names.
   * @default - no commit
   */
  readonly commit?: string;
}

/** The result for one environment. */
export interface Delivered {
  readonly environment: string;
  readonly changes: Changes;
  /** Files that were, or would be, written or removed. */
  readonly files: readonly string[];
  /** Reasons to refuse it; empty after a write. */
  readonly faults: readonly Fault[];
}

export interface Outcome {
  readonly delivered: readonly Delivered[];
  /** The new commit; absent when there was nothing to commit, or none was asked for. */
  readonly commit?: string;
}

const delivered = (preparation: Preparation): Delivered => ({
  environment: preparation.environment,
  changes: preparation.changes,
  files: differing(preparation).map(({ path }) => path),
  faults: preparation.faults,
});

const headOf = ({ git }: Checkout): string | undefined =>
  git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);

function requireNone(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new FaultError(faults);
}

/** The commit is there, and the working tree could not follow: both are said. */
async function follow(
  checkout: Checkout,
  writerLock: WriterLock,
  preparations: readonly Preparation[],
  commit: string,
): Promise<void> {
  const faults = await faultsOfLong(async () => {
    await writerLock.hold();
    for (const preparation of preparations) writeFiles(checkout, preparation);
    updateIndex(checkout, preparations);
  });
  if (faults.length === 0) return;
  const folders = preparations.flatMap(({ environment }) => foldersOf(environment)).join(' ');
  throw new FaultError([
    fault('WorkingTreeBehind', '--commit', `the commit ${commit} is made, but the working tree could not be updated`, {
      fix: [`git restore --source=HEAD --staged --worktree -- ${folders}`],
    }),
    ...faults,
  ]);
}

/** The new commit; the branch has it, and index and working tree follow. */
async function commitAll(
  checkout: Checkout,
  writerLock: WriterLock,
  head: string | undefined,
  preparations: readonly Preparation[],
  source: Source,
): Promise<string | undefined> {
  const commit = makeCommit(checkout, head, preparations, source);
  if (commit === undefined) return undefined;
  await writerLock.moveBranch(head, commit);
  await follow(checkout, writerLock, preparations, commit);
  return commit;
}

/** Writes under the lock of the working tree. */
async function write(
  checkout: Checkout,
  writerLock: WriterLock,
  preparing: () => readonly Preparation[],
  source: Source | undefined,
): Promise<Outcome> {
  const head = headOf(checkout);
  const preparations = preparing();
  const entries = checkout.entries();
  const uncommitted =
    source === undefined
      ? []
      : [
          ...begunOperation(checkout),
          ...preparations.flatMap(({ environment }) => localChanges(checkout, entries, head, environment)),
        ];
  requireNone([...uncommitted, ...preparations.flatMap(({ faults }) => faults)]);
  if (source !== undefined)
    return {
      delivered: preparations.map(delivered),
      commit: await commitAll(checkout, writerLock, head, preparations, source),
    };
  for (const preparation of preparations) if (differing(preparation).length > 0) writeFiles(checkout, preparation);
  return { delivered: preparations.map(delivered) };
}

/**
 * Brings the checkout up to date with the syntheses, or reports what would be written.
 *
 * @throws FaultError with every reason to refuse it; nothing is written then
 */
export async function deliver(
  syntheses: readonly Synthesis[],
  { repo, check = false, allowDelete = [], commit }: GitopsOptions,
): Promise<Outcome> {
  const checkout = Checkout.open(repo);
  const allowed = new Set(allowDelete);
  const preparing = (): readonly Preparation[] => {
    const entries = checkout.entries();
    return syntheses.map((synthesis) => prepare(checkout, entries, synthesis, allowed));
  };
  if (check) return { delivered: preparing().map(delivered) };
  const source = commit === undefined ? undefined : sourceOf(commit);
  const writerLock = await WriterLock.take(checkout.git.folder, checkout.noObject);
  try {
    return await write(checkout, writerLock, preparing, source);
  } finally {
    await writerLock.release();
  }
}
