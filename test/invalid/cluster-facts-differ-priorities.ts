/** Two values of one priority for one cluster. */
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
    [['priorities'], { batch: 500 }],
  ),
];

export const report = `other.priorities.batch: 500 here and 1000 in test.priorities.batch, of one cluster.
  fix: batch 1000
  [ClusterFactsDiffer]`;
