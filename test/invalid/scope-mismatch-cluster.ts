/** What others have in a namespace, where the environment makes its own. */
import { changed } from './base';

export const inputs = [
  changed([['cluster', 'existingQuotas'], [{ name: 'team', hard: { pods: '5' } }]], [['cluster', 'namespace'], 'team']),
];

export const report = `test.cluster.namespace: goes with scope 'namespaced' only.
  fix: scope: 'namespaced' · leave it out
  [ScopeMismatch]
test.cluster.existingQuotas: goes with scope 'namespaced' only.
  fix: scope: 'namespaced' · leave it out
  [ScopeMismatch]`;
