/** Two environments of one cluster that count the same nodes. */
import { base, changed } from './base';

export const inputs = [
  base,
  changed(
    [['name'], 'other'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['cluster', 'weights', 'address'], '10.96.0.16'],
    [['models'], {}],
    [['ollama'], {}],
    [['nodePools'], { l4: base.nodePools.l4 }],
  ),
];

export const report = `other.nodePools.l4: a node can be in this pool, node.kubernetes.io/instance-type in (g6.2xlarge), karpenter.sh/capacity-type in (on-demand), and in test.nodePools.l4, node.kubernetes.io/instance-type in (g6.2xlarge), karpenter.sh/capacity-type in (on-demand).
  fix: give both pools labels with one key and different values that their nodes have
  [PoolsOverlap]`;
