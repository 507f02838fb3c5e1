/** Labels and taints by which a pool would take nodes that it cannot have. */
import { gib, gigabytes } from '../../lib/core/bytes';
import { changed } from './base';

const own = {
  on: 'metal',
  nodes: 1,
  hardware: { cpu: 16, memory: gib(64), ephemeralStorage: gib(200), diskBandwidth: gigabytes(1) },
};

export const inputs = [
  changed(
    [['nodePools', 'windows'], { ...own, labels: { 'kubernetes.io/hostname': 'w-1', 'kubernetes.io/os': 'windows' } }],
    [['nodePools', 'virtual'], { ...own, labels: { 'kubernetes.io/hostname': 'v-1', type: 'virtual-kubelet' } }],
    [
      ['nodePools', 'spot'],
      { ...own, labels: { 'kubernetes.io/hostname': 's-1', 'cloud.google.com/gke-spot': 'true' } },
    ],
    [
      ['nodePools', 'l4', 'labels'],
      {
        'karpenter.sh/capacity-type': ['on-demand', 'spot'],
        'node.kubernetes.io/instance-type': 'g6.2xlarge',
        'example.org/pool': 'l4',
      },
    ],
    [
      ['nodePools', 'l4', 'taints'],
      [
        { key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
      ],
    ],
    [['nodePools', 'l4-spot', 'labels'], { 'karpenter.sh/capacity-type': 'spot', 'example.org/pool': 'l4-spot' }],
  ),
];

export const report = `test.nodePools.l4.labels['karpenter.sh/capacity-type']: such nodes may be taken away at short notice, and this pool is planned as one that lasts.
  fix: capacity: 'spot' · leave this label out
  [NodeMark]
test.nodePools.l4.taints[0].key: 'ToBeDeletedByClusterAutoscaler' marks nodes that are starting, leaving or full, and pods of this pool would go there.
  fix: leave this taint out
  [NodeMark]
test.nodePools.l4.taints[1].key: 'node.kubernetes.io/unreachable' marks nodes that are starting, leaving or full, and pods of this pool would go there.
  fix: leave this taint out
  [NodeMark]
test.nodePools.spot.labels['cloud.google.com/gke-spot']: such nodes may be taken away at short notice, and this pool is planned as one that lasts.
  fix: a pool with on: 'cloud' and capacity: 'spot' · leave this label out
  [NodeMark]
test.nodePools.virtual.labels.type: each such node is a virtual kubelet, which is not a machine.
  fix: leave this label out
  [NodeMark]
test.nodePools.windows.labels['kubernetes.io/os']: nodes with 'windows', and the images need Linux.
  fix: 'linux', or leave this label out
  [NodeMark]`;
