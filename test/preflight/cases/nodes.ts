/** Nodes: what creates them, their names, labels and state. */
import type { EnvironmentInput } from '../../../lib';
import { production } from '../../../overlays/production';
import { staging } from '../../../overlays/staging';
import { adding, changing, labelled, servedWithout, withStatus } from '../support/declared';
import { nodePool, tainted } from '../support/nodes';
import { byOwnLabel } from '../support/rack';
import type { Case } from './case';

/** Production, its nodes found by their names alone. */
const foundByName = {
  ...production,
  nodePools: Object.fromEntries(
    Object.entries(production.nodePools).map(([name, pool]) => [name, { ...pool, labels: undefined }]),
  ),
} as EnvironmentInput;

export const nodeCases: readonly Case[] = [
  [
    'no Karpenter',
    staging,
    [servedWithout('karpenter.sh')],
    ['cpu', "['cpu-spot']", 'l4', "['l4-spot']"].map(
      (pool) =>
        `staging.nodePools${pool.startsWith('[') ? pool : `.${pool}`}: declared nodes created by Karpenter; found no API group karpenter.sh.\n  fix: install Karpenter · state provisioner: 'eks-node-group', 'gke' or 'aks' · set labels to labels of the nodes\n  [ProvisionerMissing]`,
    ),
  ],
  [
    'a NodePool that may make no node',
    staging,
    [adding(nodePool({ nodes: '0' }))],
    [
      ['cpu', 4],
      ["['cpu-spot']", 4],
      ['l4', 6],
      ["['l4-spot']", 6],
    ].map(
      ([pool, most]) =>
        `staging.nodePools${String(pool).startsWith('[') ? pool : `.${pool}`}: declared up to ${most} nodes; found limits of NodePool all that allow 0.\n  fix: raise spec.limits of the NodePool\n  [ProvisionerLimit]`,
    ),
  ],
  [
    'a node that is not ready',
    production,
    [
      withStatus('gpu-l40s-2', {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' },
        ],
      }),
    ],
    [
      'production.nodePools.l40s: declared nodes that are ready; found gpu-l40s-2 not ready: container runtime is down.\n  fix: kubectl describe node gpu-l40s-2\n  [NodeNotReady]',
    ],
  ],
  [
    'a node by another name',
    production,
    [
      changing('Node', 'gpu-l40s-2', (node) => ({
        ...node,
        metadata: {
          ...node.metadata,
          name: 'gpu-l40s-02',
          labels: { ...node.metadata.labels, 'kubernetes.io/hostname': 'gpu-l40s-02' },
        },
      })),
    ],
    [
      "production.nodePools.l40s: declared node 'gpu-l40s-2'; found no node of that name, but gpu-l40s-02.\n  fix: add the node to the cluster · correct the name in nodes\n  [NodesMissing]",
    ],
  ],
  [
    'a node that does not carry its name',
    foundByName,
    [labelled('gpu-l40s-2', { 'kubernetes.io/hostname': 'ip-10-0-0-7' })],
    [
      "production.nodePools.l40s: declared label kubernetes.io/hostname=gpu-l40s-1 or gpu-l40s-2 or gpu-l40s-3; found 'ip-10-0-0-7' on gpu-l40s-2.\n  fix: nodes: write 'ip-10-0-0-7'\n  [LabelDiffers]",
    ],
  ],
  [
    'nodes without the one label of the pool',
    byOwnLabel,
    [labelled('gpu-0', { pool: undefined }), labelled('gpu-1', { pool: undefined })],
    [
      'rack.nodePools.gpu: declared label pool=gpu; found no such label on gpu-0 and gpu-1.\n  fix: kubectl label node gpu-0 gpu-1 pool=gpu\n  [LabelDiffers]',
    ],
  ],
  [
    'nodes that may vanish, in a pool that counts on them',
    production,
    [labelled('cpu-2', { 'node.kubernetes.io/lifecycle': 'spot' })],
    [
      'production.nodePools.cpu: declared nodes that are not removed at short notice; found label node.kubernetes.io/lifecycle=spot on cpu-2: they can be removed at short notice.\n  fix: choose labels that these nodes do not have, and count only the other nodes\n  [CapacityDiffers]',
    ],
  ],
  [
    'nodes of two architectures in a pool',
    production,
    [labelled('cpu-2', { 'kubernetes.io/arch': 'arm64' })],
    [
      "production.nodePools.cpu: declared nodes of one architecture; found amd64 on cpu-1, cpu-3 and cpu-4, arm64 on cpu-2.\n  fix: one pool per architecture, with hardware: { architecture: … } and labels: { 'kubernetes.io/arch': … }\n  [ArchitectureDiffers]",
    ],
  ],
  [
    'a named node that an autoscaler removes',
    production,
    [tainted('cpu-2', 'ToBeDeletedByClusterAutoscaler', '1757412345')],
    [
      'production.nodePools.cpu: declared nodes that its pods can use; found cpu-2: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule).\n  fix: wait until another node has replaced it · remove it from nodes\n  [NodeUnusable]',
    ],
  ],
  [
    'a named node that is set aside',
    production,
    [tainted('cpu-2', 'CriticalAddonsOnly', 'true')],
    [
      "production.nodePools.cpu: declared nodes that its pods can use; found cpu-2: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoSchedule).\n  fix: remove it from nodes · to use it all the same: taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' }]\n  [NodeUnusable]",
    ],
  ],
];
