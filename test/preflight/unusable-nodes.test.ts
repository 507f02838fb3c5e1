/** Nodes that pods cannot use, taints that keep no pod away, and many nodes in one sentence. */
import { describe, expect, test } from '@jest/globals';
import { gib, mib, type EnvironmentInput } from '../../lib';
import { nfsDriver } from '../../overlays/base';
import { local } from '../../overlays/local';
import { production } from '../../overlays/production';
import { staging } from '../../overlays/staging';
import { adding, changing, compared, labelled, offering, said } from './support/declared';
import { tainted } from './support/nodes';
import { rack, sliced } from './support/rack';

describe('nodes that cannot be used are listed, and no fix takes away what others set', () => {
  test('a node that an autoscaler removes, where the pool has enough without it', () => {
    expect(compared(staging, tainted('l4-0', 'ToBeDeletedByClusterAutoscaler', '1757412345'))).toEqual({
      environment: 'staging',
      differences: [],
      unseen: [],
      unusable: [
        'l4-0: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule)',
      ],
    });
  });

  test('a node of another kind, in no pool', () => {
    const master = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'master' },
      spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
      status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', memory: '16Gi' } },
    };
    const system = {
      ...master,
      metadata: { name: 'system', labels: { 'kubernetes.azure.com/mode': 'system' } },
      spec: {},
    };
    expect(compared(production, adding(master, system))).toMatchObject({
      differences: [],
      unusable: [
        'master: a node of the control plane',
        'system: a system pool of AKS (label kubernetes.azure.com/mode=system)',
      ],
    });
  });

  test('shares that are there already, cut GPUs, a configuration of others', () => {
    const unit = { 'nvidia.com/gpu': undefined };
    const cut = said(sliced, offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/mig-3g.40gb': '4' }));
    const shares = said(
      rack({}),
      offering('gpu-0', { ...unit, 'nvidia.com/gpu.shared': '8' }),
      labelled('gpu-0', { 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'time-slicing' }),
    );
    const configured = said(
      sliced,
      offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/gpu': '2' }),
      labelled('gpu-0', { 'nvidia.com/mig.config': 'all-balanced' }),
    );
    expect([...cut, ...shares, ...configured].join('\n')).not.toMatch(/kubectl/);
    expect(configured[0]).toContain(
      'fix: ask the owner of the GPU sharing configuration of these nodes: label nvidia.com/mig.config=all-balanced',
    );
  });

  test('the policy of the GPU operator by the name that it has, and the configuration that it names', () => {
    const shared = { sharing: { by: 'time-slicing', replicas: 4 } };
    const policy = (name: string, config?: string) =>
      adding({
        apiVersion: 'nvidia.com/v1',
        kind: 'ClusterPolicy',
        metadata: { name },
        spec: { devicePlugin: config === undefined ? {} : { config: { name: config } } },
      });
    const whole = offering('gpu-0', { 'nvidia.com/gpu.shared': undefined, 'nvidia.com/gpu': '2' });
    const plain = labelled('gpu-0', { 'nvidia.com/gpu.replicas': '1', 'nvidia.com/gpu.sharing-strategy': 'none' });
    const [openshift = ''] = said(rack(shared), whole, plain, policy('gpu-cluster-policy'));
    expect(openshift).toContain('kubectl patch clusterpolicies.nvidia.com/gpu-cluster-policy');
    const [existing = ''] = said(rack(shared), whole, plain, policy('cluster-policy', 'time-slicing-config-all'));
    expect(existing).toContain('kubectl -n gpu-operator patch configmap time-slicing-config-all --type merge');
    expect(existing).not.toContain('clusterpolicies');
  });
});

test('what does not keep a pod away is no difference', () => {
  const prefers = changing('Node', 'gpu-h100-1', (node) => ({
    ...node,
    spec: {
      taints: [
        { key: 'x', effect: 'PreferNoSchedule' },
        { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      ],
    },
  }));
  expect(said(production, prefers, labelled('gpu-h100-1', { 'nvidia.com/gpu.memory': '90000' }))).toEqual([]);
  expect(
    said(
      production,
      changing('Node', 'gpu-h100-1', (node) => ({
        ...node,
        spec: { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
      })),
    ),
  ).toEqual([]);
});

test('many nodes that are alike are named once, and a long list is cut; commands name them all', () => {
  const all = Array.from({ length: 9 }, (_, i) => `n-${i}`);
  const many: EnvironmentInput = {
    ...local,
    prerequisites: [nfsDriver],
    cluster: {
      id: 'x',
      dns: { addresses: ['10.96.0.10/32'] },
      runtimeClass: 'none',
      weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(50), bandwidth: mib(100) },
    },
    nodePools: { laptop: { ...local.nodePools['laptop'], nodes: all } as never },
  };
  const cordon = all.map((name) => changing('Node', name, (node) => ({ ...node, spec: { unschedulable: true } })));
  expect(said(many, ...cordon)).toEqual([
    `local.nodePools.laptop: declared nodes that are not cordoned; found n-0, n-1, n-2, n-3 and 5 more cordoned.\n  fix: kubectl uncordon ${all.join(' ')}\n  [NodeCordoned]`,
  ]);
});
