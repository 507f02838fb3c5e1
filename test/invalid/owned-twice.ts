/** Two environments of one cluster that both own the PriorityClasses. */
import { base, changed } from './base';

export const inputs = [
  base,
  changed(
    [['name'], 'other'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
    [['ollama'], {}],
  ),
];

export const report = `other.cluster.priorityClasses: 'owned' here and in test.cluster.priorityClasses, on one cluster.
  fix: priorityClasses 'existing' in one of the two
  [OwnedTwice]`;
