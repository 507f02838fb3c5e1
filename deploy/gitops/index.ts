/** Writes environments into a checkout of a GitOps repository: all of them or, when one is refused, none. */
import { join } from 'node:path';
import { FaultError, refuse, type Changes, type Fault, type Synthesis } from '../../lib';
import { alone } from './claim';
import { claimsName, recover, tidy, write, type Recovery } from './journal';
import { prepare, type Preparation } from './preparation';
import { inTheWay, moveAway, Repository, workFolder } from './repository';

export { commit } from './commit';
export type { Recovery } from './journal';

export interface GitopsOptions {
  /** Folder of the checkout. */
  readonly repo: string;
  /** Say what would be written, and write nothing. */
  readonly check: boolean;
  /** Objects that may be deleted, or made again: `StatefulSet/llm-serving/ollama`. */
  readonly allowDelete: readonly string[];
  /** Milliseconds to wait for another run. @default 30000 */
  readonly patience?: number;
}

/** What became of one environment. */
export interface Delivered {
  readonly environment: string;
  readonly changes: Changes;
  /** Files that were, or would be, written or removed. */
  readonly files: readonly string[];
  /** What would stand against it; empty after a write. */
  readonly faults: readonly Fault[];
}

export interface Outcome {
  readonly recovered: readonly Recovery[];
  readonly delivered: readonly Delivered[];
}

/** Milliseconds: a run takes seconds, so one that takes longer hangs. */
const defaultPatience = 30_000;

const delivered = ({ environment, changes, steps, faults }: Preparation): Delivered => ({ environment, changes, files: steps.map(({ path }) => path), faults });

/** Folder of those who are at work; what is in its way would lead elsewhere. */
function claimsOf(repository: Repository): string {
  const obstacle = repository.obstacle(`${workFolder}/${claimsName}/`);
  if (obstacle !== undefined) refuse('ForeignFile', '--repo', inTheWay([obstacle]), { fix: moveAway });
  return repository.at(join(workFolder, claimsName));
}

/**
 * Brings the repository up to date with the syntheses, or says what would be written.
 *
 * @throws FaultError with everything that stands against it; nothing is written then
 */
export function deliver(syntheses: readonly Synthesis[], { repo, check, allowDelete, patience = defaultPatience }: GitopsOptions): Outcome {
  const repository = new Repository(repo);
  const allowed = new Set(allowDelete);
  try {
    return alone(claimsOf(repository), patience, () => {
      const recovered = recover(repository);
      const preparations = syntheses.map((synthesis) => prepare(repository, synthesis, allowed));
      const faults = preparations.flatMap((each) => each.faults);
      if (!check && faults.length > 0) throw new FaultError(faults);
      for (const { environment, steps, texts } of check ? [] : preparations) if (steps.length > 0) write(repository, environment, steps, texts);
      return { recovered, delivered: preparations.map(delivered) };
    });
  } finally {
    tidy(repository);
  }
}
