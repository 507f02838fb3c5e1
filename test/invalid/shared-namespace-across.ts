/** Two environments of one cluster that put engines into one namespace. */
import { base, changed } from './base';

export const inputs = [
  base,
  changed(
    [['name'], 'other'],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
    [['ollama'], {}],
    [['cluster', 'namespaces'], { store: 'other-store' }],
  ),
];

export const report = `other.cluster.namespaces.serving: 'llm-serving' is the namespace of test.cluster.namespaces.serving, on one cluster.
  fix: give each environment namespaces of its own, as 'other-llm-serving'
  [SharedNamespace]`;
