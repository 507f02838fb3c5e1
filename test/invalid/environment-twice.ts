/** Two environments of one name, on clusters of their own. */
import { base, changed } from './base';

export const inputs = [base, changed([['cluster', 'id'], 'second'])];

export const report = `test.name: two environments are named 'test', and would write the same folder and stack.
  fix: give each a name of its own
  [EnvironmentTwice]`;
