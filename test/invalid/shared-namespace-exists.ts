/** An environment in the namespace that another one of its cluster has for itself. */
import { gib, gigabytes } from '../../lib/core/bytes';
import { base, changed, namespaced } from './base';

const weights = {
  kind: 'class',
  storageClass: 'cephfs',
  address: '10.96.0.77',
  capacity: gib(100),
  bandwidth: gigabytes(1),
};

export const inputs = [
  changed([['cluster', 'namespaces'], { serving: 'team' }]),
  namespaced(
    { weights },
    [['name'], 'other'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
  ),
];

export const report = `other.cluster.namespace: 'team' is the namespace of test.cluster.namespaces.serving, on one cluster.
  fix: give each environment namespaces of its own, as 'other-team'
  [SharedNamespace]`;
