/** Two environments that keep weights in one folder. */
import { base, changed } from './base';

export const inputs = [
  base,
  changed(
    [['name'], 'other'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
    [['ollama'], {}],
  ),
];

export const report = `other.cluster.weights.subDir: nfs.example:/export/test-cluster is the store of test too, and each would delete weights that the other needs.
  fix: subDir 'other'
  [StoreShared]`;
