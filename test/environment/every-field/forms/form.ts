/** How a form is written. */
import type { Environment } from '../../../../lib';
import { changed, type Change } from '../../../invalid/base';

export interface Form {
  readonly name: string;
  readonly input: unknown;
  /** A part of the complete environment, and what it holds. */
  readonly part: (environment: Environment) => unknown;
  readonly holds: unknown;
}

export const of = (name: string, part: Form['part'], holds: unknown, ...changes: readonly Change[]): Form => ({
  name,
  input: changed(...changes),
  part,
  holds,
});
