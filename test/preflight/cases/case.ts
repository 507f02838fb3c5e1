/** One difference: its name, what is declared, what is changed in the cluster, what preflight prints. */
import type { EnvironmentInput } from '../../../lib';
import type { Change } from '../support/declared';

export type Case = readonly [
  name: string,
  input: EnvironmentInput,
  changes: readonly Change[],
  found: readonly string[],
];
