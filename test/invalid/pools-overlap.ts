/** Two pools of one machine type. */
import { base, changed } from './base';

export const inputs = [changed([['nodePools', 'more'], base.nodePools.l4])];

export const report = `test.nodePools.more: a node can be in this pool, node.kubernetes.io/instance-type in (g6.2xlarge), karpenter.sh/capacity-type in (on-demand), and in 'l4', node.kubernetes.io/instance-type in (g6.2xlarge), karpenter.sh/capacity-type in (on-demand).
  fix: give both pools labels with one key and different values that their nodes have · make them one pool
  [PoolsOverlap]`;
