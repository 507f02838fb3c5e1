/** Nodes that are no place for models. */
import { describe, expect, test } from '@jest/globals';
import { cpu, seen } from './support/seen';

describe('nodes that are no place for models', () => {
  test('system pools of AKS, by taint and by label alone', () => {
    const aks = (mode: string, pool: string) => ({
      'kubernetes.azure.com/mode': mode,
      'kubernetes.azure.com/agentpool': pool,
      'node.kubernetes.io/instance-type': 'Standard_D16s_v5',
    });
    const { environment, out } = seen(
      cpu('aks-system-1', { labels: aks('system', 'system'), taints: ['CriticalAddonsOnly=true:NoSchedule'] }),
      cpu('aks-old-1', { labels: aks('system', 'old') }),
      cpu('aks-user-1', { labels: aks('user', 'user') }),
    );
    expect(Object.keys(environment.nodePools)).toEqual(['user']);
    expect(out).toEqual([
      'Not in a pool: aks-system-1: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoSchedule)',
      'Not in a pool: aks-old-1: a system pool of AKS (label kubernetes.azure.com/mode=system)',
    ]);
  });

  test('servers of K3s, tainted or not', () => {
    const roles = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/etcd': 'true' };
    const tainted = seen(
      ...[1, 2, 3].map((i) => cpu(`server-${i}`, { labels: roles, taints: ['CriticalAddonsOnly=true:NoExecute'] })),
      cpu('agent-1'),
    );
    expect(tainted.environment.nodePools).toMatchObject({ cpu: { nodes: ['agent-1'] } });
    expect(tainted.out).toEqual([
      'Not in a pool: server-1, server-2, server-3: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoExecute)',
    ]);
    const open = seen(...[1, 2].map((i) => cpu(`server-${i}`, { labels: roles })), cpu('agent-1'));
    expect(open.out).toEqual([
      'Not in a pool: server-1, server-2: a node of the control plane (label node-role.kubernetes.io/control-plane=true)',
    ]);
  });

  test('a cluster of nothing but its control plane is used, and says so', () => {
    const { environment, out } = seen(cpu('laptop', { labels: { 'node-role.kubernetes.io/control-plane': '' } }));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['laptop'] } });
    expect(out).toEqual([
      'Check: no other node can be used, but these nodes also have another purpose: laptop: a node of the control plane (label node-role.kubernetes.io/control-plane)',
    ]);
  });

  test('virtual nodes, Windows, what an autoscaler removes, what is still starting', () => {
    const { environment, out } = seen(
      cpu('virtual-node-aci-linux', {
        labels: { type: 'virtual-kubelet' },
        taints: ['virtual-kubelet.io/provider=azure:NoSchedule'],
        cpu: '10k',
        memory: '4Ti',
      }),
      cpu('fargate-ip-10-0-1-2', {
        labels: { 'eks.amazonaws.com/compute-type': 'fargate' },
        taints: ['eks.amazonaws.com/compute-type=fargate:NoSchedule'],
      }),
      cpu('win-1', { labels: { 'kubernetes.io/os': 'windows' } }),
      cpu('ip-1', { taints: ['karpenter.sh/disrupted:NoSchedule'] }),
      cpu('ip-2', {
        taints: [
          'ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule',
          'DeletionCandidateOfClusterAutoscaler=1757412345:PreferNoSchedule',
        ],
      }),
      cpu('ip-3', { taints: ['ebs.csi.aws.com/agent-not-ready:NoExecute'] }),
      cpu('ip-4', { taints: ['DeletionCandidateOfClusterAutoscaler=1757412345:PreferNoSchedule'] }),
    );
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['ip-4'] } });
    expect(environment.nodePools['cpu']).not.toHaveProperty('taints');
    expect(out).toEqual([
      'Not in a pool: fargate-ip-10-0-1-2: a Fargate node, which runs one pod only (label eks.amazonaws.com/compute-type=fargate)',
      'Not in a pool: ip-1: Karpenter is removing it (taint karpenter.sh/disrupted:NoSchedule)',
      'Not in a pool: ip-2: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule)',
      'Not in a pool: ip-3: an agent that each node needs has not started (taint ebs.csi.aws.com/agent-not-ready:NoExecute)',
      'Not in a pool: virtual-node-aci-linux: a virtual kubelet, which is not a machine (label type=virtual-kubelet)',
      'Not in a pool: win-1: it runs windows, but the images need Linux',
    ]);
  });

  test("machines of one's own that may be taken away", () => {
    const { out } = seen(cpu('a'), cpu('b', { labels: { 'node.kubernetes.io/lifecycle': 'spot' } }));
    expect(out).toEqual([
      'Not in a pool: b: it can be removed at any time (label node.kubernetes.io/lifecycle=spot), but its provider is unknown, so a pool cannot declare it as spot',
    ]);
  });
});
