/** Classes and a store that belong to the whole cluster, where the rights end at one namespace. */
import { gib, gigabytes } from '../../lib/core/bytes';
import { namespaced } from './base';

const nfs = { kind: 'nfs', server: 'nfs.example', share: '/export', capacity: gib(500), bandwidth: gigabytes(1) };

export const inputs = [namespaced({ priorityClasses: 'owned', runtimeClass: 'owned' }), namespaced({ weights: nfs })];

export const report = `test.cluster.runtimeClass: 'owned' is not offered, because a RuntimeClass belongs to the whole cluster, and the rights of this environment end at one namespace.
  allowed: 'existing' · 'none'
  [NotAllowed]
test.cluster.priorityClasses: 'owned' is not offered, because a PriorityClass belongs to the whole cluster, and the rights of this environment end at one namespace.
  allowed: 'existing' · 'none'
  [NotAllowed]
test.cluster.weights.kind: 'nfs' is not offered, because its StorageClass belongs to the whole cluster, and the rights of this environment end at one namespace: have one made, and use kind 'class'.
  allowed: 'direct' · 'class' · 'existing'
  [NotAllowed]`;
