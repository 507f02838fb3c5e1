/** Two namespaces, where the rights end at one. */
import { namespaced } from './base';

export const inputs = [namespaced({ namespaces: { serving: 'engines', store: 'weights' } })];

export const report = `test.cluster.namespaces: engines and store share one namespace.
  fix: namespace: 'NAME' of the one that exists
  [ScopeMismatch]`;
