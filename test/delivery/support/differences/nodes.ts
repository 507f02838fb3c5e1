/** Differences of nodes: their number, labels, taints and state. */
import { labels, nodeTaken, onNode } from './changes';
import { ofPool, withPool, type Injected } from './injected';

export const aboutNodes: readonly Injected[] = [
  {
    name: 'a named node that is not there',
    make: nodeTaken('office-1'),
    found: [
      ofPool(
        'office',
        "declared node 'office-1'; found no node of that name",
        'add the node to the cluster · correct the name in nodes',
        'NodesMissing',
      ),
    ],
  },
  {
    name: 'fewer nodes of a node group than it has at least',
    make: nodeTaken('eks-cpu-1'),
    found: [
      ofPool(
        'eks-cpu',
        'declared 2 nodes with node.kubernetes.io/instance-type=m7i.4xlarge, eks.amazonaws.com/capacityType=ON_DEMAND; found 1: eks-cpu-0',
        'add nodes to the cluster · label existing nodes: kubectl label node NODE node.kubernetes.io/instance-type=m7i.4xlarge eks.amazonaws.com/capacityType=ON_DEMAND · correct the number in nodes',
        'NodesMissing',
      ),
    ],
  },
  {
    name: 'more nodes than a pool has at most',
    environment: withPool('eks-cpu', { nodes: { min: 1, max: 1 } }),
    found: [
      ofPool(
        'eks-cpu',
        'declared 1 node; found 2: eks-cpu-0 and eks-cpu-1',
        'nodes: { min: 1, max: 2 } · choose labels that the other nodes do not have',
        'NodesTooMany',
      ),
    ],
  },
  {
    name: 'a cordoned node',
    make: onNode('eks-cpu-0', { spec: { unschedulable: true } }, { spec: { unschedulable: false } }),
    found: [
      ofPool(
        'eks-cpu',
        'declared nodes that are not cordoned; found eks-cpu-0 cordoned',
        'kubectl uncordon eks-cpu-0',
        'NodeCordoned',
      ),
    ],
  },
  {
    name: 'a label of the owner with another value',
    make: labels('lab-0', { 'example.com/pool': 'attic' }, { 'example.com/pool': 'lab' }),
    found: [
      ofPool(
        'lab',
        "declared label example.com/pool=lab; found 'attic' on lab-0",
        "kubectl label node lab-0 example.com/pool=lab --overwrite · labels: { 'node.kubernetes.io/instance-type': 'm7i.xlarge', 'example.com/pool': 'attic' }",
        'LabelDiffers',
      ),
    ],
  },
  {
    name: 'a label of the provider with another value',
    make: labels(
      'karpenter-spot-0',
      { 'karpenter.sh/capacity-type': 'reserved' },
      { 'karpenter.sh/capacity-type': 'spot' },
    ),
    found: [
      ofPool(
        'karpenter-spot',
        "declared label karpenter.sh/capacity-type=spot; found 'reserved' on karpenter-spot-0",
        "set provisioner and capacity to those of the nodes, or labels: { 'node.kubernetes.io/instance-type': 'g6.2xlarge', 'karpenter.sh/capacity-type': 'reserved' }",
        'LabelDiffers',
      ),
      // Without that node no NodePool makes another: the cluster has none.
      ofPool(
        'karpenter-spot',
        'declared nodes created by Karpenter; found no NodePool',
        'create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare',
        'ProvisionerMissing',
      ),
    ],
  },
  {
    name: 'a label of the provider that is missing',
    make: labels(
      'eks-cpu-0',
      { 'eks.amazonaws.com/capacityType': null },
      { 'eks.amazonaws.com/capacityType': 'ON_DEMAND' },
    ),
    found: [
      ofPool(
        'eks-cpu',
        'declared label eks.amazonaws.com/capacityType=ON_DEMAND; found no such label on eks-cpu-0',
        'set provisioner to that of the nodes, or labels to labels of the nodes',
        'LabelDiffers',
      ),
    ],
  },
  {
    name: 'a taint that is not declared',
    make: onNode(
      'office-1',
      { spec: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } },
      { spec: { taints: null } },
    ),
    found: [
      ofPool(
        'office',
        'declared no taint dedicated=batch:NoSchedule; found this taint on office-1',
        "taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] · if nothing else needs it: kubectl taint node office-1 dedicated=batch:NoSchedule-",
        'TaintNotDeclared',
      ),
    ],
  },
  {
    name: 'a declared taint that is missing',
    environment: withPool('rack', { taints: [{ key: 'gpus', effect: 'NoSchedule' }] }),
    found: [
      ofPool(
        'rack',
        'declared taint gpus:NoSchedule; found no such taint on rack-1 and rack-2, so other pods may run there',
        'kubectl taint node rack-1 rack-2 gpus:NoSchedule · remove it from taints',
        'TaintMissing',
      ),
    ],
  },
];
