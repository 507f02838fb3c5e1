/** Two releases of Kubernetes for one cluster. */
import { base, changed } from './base';

export const inputs = [
  base,
  changed(
    [['name'], 'other'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
    [['ollama'], {}],
    [['cluster', 'kubernetes'], '1.35'],
  ),
];

export const report = `other.cluster.kubernetes: '1.35' here and '1.36' in test.cluster.kubernetes, of one cluster.
  fix: make both say what is true · give each cluster an id of its own
  [ClusterFactsDiffer]`;
