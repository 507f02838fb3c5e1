/** One thing that an environment declares and its cluster has otherwise, and how to fix it. */
import type { Path } from '../core';
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
  /** Single changes that fix it, best first: commands, or what to write in the overlay. */
  readonly fix: readonly string[];
  readonly code: PreflightCode;
}

/** What is compared. */
export interface Comparison {
  readonly synthesis: Synthesis;
  readonly inventory: Inventory;
}

export const difference = (
  code: PreflightCode,
  at: Path,
  declared: string,
  found: string,
  ...fix: readonly string[]
): Difference => ({ at, declared, found, fix, code });

/** A difference as people read it, in the form of every other refusal. */
export const formatDifference = ({ at, declared, found, fix, code }: Difference): string =>
  [`${at}: declared ${declared}; found ${found}.`, `  fix: ${fix.join(' · ')}`, `  [${code}]`].join('\n');
