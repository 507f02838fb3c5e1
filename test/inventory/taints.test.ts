/** Taints of live nodes: one row for each mark of a provider, an autoscaler or a distribution. */
import { describe, expect, test } from '@jest/globals';
import { unusable } from '../../lib/inventory';
import { nodeOf, reasonOf } from './node';

describe('a taint', () => {
  test.each<readonly [taint: string, reason: string | undefined]>([
    ['virtual-kubelet.io/provider=azure:NoSchedule', 'virtual'],
    ['eks.amazonaws.com/compute-type=fargate:NoSchedule', 'virtual'],
    ['virtual-node.liqo.io/not-allowed=true:NoExecute', 'virtual'],
    ['kwok.x-k8s.io/node=fake:NoSchedule', 'virtual'],
    ['karpenter.sh/disrupted:NoSchedule', 'leaving'],
    ['karpenter.sh/disruption=disrupting:NoSchedule', 'leaving'],
    ['ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule', 'leaving'],
    ['cloud.google.com/impending-node-termination:NoSchedule', 'leaving'],
    ['aws-node-termination-handler/spot-itn=1:NoSchedule', 'leaving'],
    ['node.cloudprovider.kubernetes.io/shutdown:NoSchedule', 'leaving'],
    ['NodeWithImpairedVolumes=true:NoSchedule', 'leaving'],
    ['eks.amazonaws.com/nodegroup=unschedulable:NoSchedule', 'leaving'],
    ['node.kubernetes.io/out-of-service=nodeshutdown:NoExecute', 'leaving'],
    ['karpenter.sh/unregistered:NoExecute', 'starting'],
    ['node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule', 'starting'],
    ['ebs.csi.aws.com/agent-not-ready:NoExecute', 'starting'],
    ['node.cilium.io/agent-not-ready:NoExecute', 'starting'],
    ['node.gardener.cloud/critical-components-not-ready:NoSchedule', 'starting'],
    ['startup-taint.cluster-autoscaler.kubernetes.io/gpu:NoSchedule', 'starting'],
    ['node.kubernetes.io/disk-pressure:NoSchedule', 'pressed'],
    ['node-role.kubernetes.io/control-plane:NoSchedule', 'control-plane'],
    ['node-role.kubernetes.io/master:NoSchedule', 'control-plane'],
    ['node-role.kubernetes.io/etcd:NoExecute', 'control-plane'],
    ['node-role.kubernetes.io/infra:NoSchedule', 'reserved'],
    ['CriticalAddonsOnly=true:NoSchedule', 'reserved'],
    ['CriticalAddonsOnly=true:NoExecute', 'reserved'],
    ['node.ocs.openshift.io/storage=true:NoSchedule', 'reserved'],
    ['DeletionCandidateOfClusterAutoscaler=1757412345:PreferNoSchedule', undefined],
    ['UpdateInProgress:PreferNoSchedule', undefined],
    ['weave.works/kured-node-reboot:PreferNoSchedule', undefined],
    ['CriticalAddonsOnly=true:PreferNoSchedule', undefined],
    ['dedicated=llm:NoSchedule', undefined],
    ['sku=gpu:NoSchedule', undefined],
    ['kubernetes.io/arch=arm64:NoSchedule', undefined],
    ['node.kubernetes.io/not-ready:NoExecute', undefined],
  ])('%s: %s', (text, reason) => {
    expect(reasonOf({ taints: [text] })).toBe(reason);
  });

  test('of a state is never one of a pool; one for a purpose is', () => {
    const { taints } = nodeOf({
      taints: [
        'karpenter.sh/disrupted:NoSchedule',
        'DeletionCandidateOfClusterAutoscaler=1:PreferNoSchedule',
        'ebs.csi.aws.com/agent-not-ready:NoExecute',
        'NodeWithImpairedVolumes=true:NoSchedule',
        'weave.works/kured-node-reboot:PreferNoSchedule',
        'dedicated=llm:NoSchedule',
        'CriticalAddonsOnly=true:NoSchedule',
      ],
    });
    expect(taints.map(({ key }) => key)).toEqual(['dedicated', 'CriticalAddonsOnly']);
  });

  test('is accepted where the environment declares it, unless it says a state', () => {
    const declared = [
      { key: 'CriticalAddonsOnly', effect: 'NoExecute' },
      { key: 'karpenter.sh/disrupted', effect: 'NoSchedule' },
    ] as const;
    expect(unusable(nodeOf({ taints: ['CriticalAddonsOnly=true:NoExecute'] }), declared)).toBeUndefined();
    expect(unusable(nodeOf({ taints: ['CriticalAddonsOnly=true:NoSchedule'] }), declared)?.reason).toBe('reserved');
    expect(unusable(nodeOf({ taints: ['karpenter.sh/disrupted:NoSchedule'] }), declared)?.reason).toBe('leaving');
  });

  test('is named in the reason', () => {
    expect(unusable(nodeOf({ taints: ['ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule'] }))?.because).toBe(
      'the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule)',
    );
  });
});
