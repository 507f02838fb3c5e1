/** What others have in a namespace, where the environment makes its own. */
import { changed } from './base';

export const inputs = [
  changed(
    [['name'], 'typo'],
    [['cluster', 'id'], 'typo'],
    [['cluster', 'scope'], 'namespace'],
    [['cluster', 'namespace'], 'team'],
  ),
  changed([['cluster', 'existingQuotas'], [{ name: 'team', hard: { pods: '5' } }]], [['cluster', 'namespace'], 'team']),
];

export const report = `typo.cluster.scope: 'namespace' is not among what is allowed.
  did you mean: 'namespaced'
  allowed: 'cluster' · 'namespaced'
  [NotAllowed]
test.cluster.namespace: goes with scope 'namespaced' only.
  fix: scope: 'namespaced' · leave it out
  [ScopeMismatch]
test.cluster.existingQuotas: goes with scope 'namespaced' only.
  fix: scope: 'namespaced' · leave it out
  [ScopeMismatch]`;
