/** Node selectors of which a pool states nothing, and one that no pool of a workload has. */
import { changed } from './base';

const machine = { 'node.kubernetes.io/instance-type': 'g6.2xlarge' };

export const inputs = [
  changed(
    [['nodePools', 'l4', 'labels'], { ...machine, 'karpenter.sh/capacity-type': 'on-demand', zone: 'a' }],
    [['nodePools', 'l4-spot', 'labels'], { ...machine, 'karpenter.sh/capacity-type': 'spot', zone: 'b' }],
    [['models', 'chat', 'pods'], { nodeSelector: { zone: 'c' } }],
    [['models', 'legal', 'pods'], { nodeSelector: { zone: 'a', 'kubernetes.io/os': 'linux' } }],
  ),
];

export const report = `test.models.chat.pods.nodeSelector: no node of pools 'l4-spot', 'l4' has zone=c.
  fix: pools whose labels state it · another nodeSelector
  [NodesNotCounted]
test.models.legal.pods.nodeSelector.zone: how many nodes of pool 'cpus' have zone=a is not stated.
  fix: nodePools.cpus.labels with zone, and as many nodes as have it · a pool of its own for these nodes
  [NodesNotCounted]`;
