/** One thing that an environment declares and its cluster has otherwise, and how to mend it. */
import type { Path } from '../core/path';
import type { Inventory } from '../inventory';
import type { Synthesis } from '../synthesise';
import type { PreflightCode } from './fault-codes';

export interface Difference {
  /** Where it is declared: `production.nodePools.l40s`. */
  readonly at: Path;
  /** What the environment counts on: one clause. */
  readonly declared: string;
  /** What the cluster has: one clause. */
  readonly found: string;
  /** Single changes that mend it, best first: commands, or what to write in the overlay. */
  readonly mend: readonly string[];
  readonly code: PreflightCode;
}

/** What is compared. */
export interface Comparison {
  readonly synthesis: Synthesis;
  readonly inventory: Inventory;
}

export const difference = (code: PreflightCode, at: Path, declared: string, found: string, ...mend: readonly string[]): Difference =>
  ({ at, declared, found, mend, code });

/** A difference as people read it, in the form of every other refusal. */
export const formatDifference = ({ at, declared, found, mend, code }: Difference): string =>
  [`${at}: declared ${declared}; found ${found}.`, `  mend: ${mend.join(' · ')}`, `  [${code}]`].join('\n');
