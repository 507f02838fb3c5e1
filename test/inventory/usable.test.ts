/**
 * Which live nodes can be used, and why not: one row for each mark of a provider, an autoscaler, a distribution or a
 * device plugin.
 */
import { describe, expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import { asideFor, carriesGpu, gpusOf, spotMark, unusable } from '../../lib/inventory';
import { liveNode } from '../../lib/inventory/node';

type Labels = Readonly<Record<string, string>>;
interface Shape {
  readonly name?: string;
  readonly labels?: Labels;
  readonly taints?: readonly string[];
  readonly units?: Labels;
  readonly kept?: Labels;
  readonly status?: object;
  readonly spec?: object;
  readonly metadata?: object;
}

const taint = (text: string) => {
  const [, key = '', value, effect] = /^([^=:]+)(?:=([^:]*))?:(.*)$/.exec(text) ?? [];
  return { key, ...(value === undefined ? {} : { value }), effect };
};

const nodeOf = ({
  name = 'n',
  labels = {},
  taints = [],
  units = {},
  kept = units,
  status = {},
  spec = {},
  metadata = {},
}: Shape) =>
  liveNode({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/os': 'linux', ...labels }, ...metadata },
    spec: { taints: taints.map(taint), ...spec },
    status: {
      capacity: { cpu: '8', memory: '32Gi', ...kept },
      allocatable: { cpu: '8', memory: '32Gi', ...units },
      conditions: [{ type: 'Ready', status: 'True' }],
      ...status,
    },
  });

const reasonOf = (shape: Shape): string | undefined => unusable(nodeOf(shape))?.reason;
const gpu = { 'nvidia.com/gpu': '2' };
const labelled = {
  'nvidia.com/gpu.present': 'true',
  'nvidia.com/gpu.product': 'NVIDIA-L40S',
  'nvidia.com/gpu.count': '2',
  'nvidia.com/gpu.memory': '46068',
  'nvidia.com/gpu.replicas': '1',
};

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

describe('a node', () => {
  test.each<readonly [what: string, shape: Shape, reason: string | undefined]>([
    ['of a virtual kubelet', { labels: { type: 'virtual-kubelet' } }, 'virtual'],
    ['of Fargate', { labels: { 'eks.amazonaws.com/compute-type': 'fargate' } }, 'virtual'],
    ['of EKS Auto Mode', { labels: { 'eks.amazonaws.com/compute-type': 'auto' } }, undefined],
    ['of GKE Autopilot', { name: 'gk3-prod-pool-1-a1b2' }, 'virtual'],
    ['of kwok', { labels: { type: 'kwok' } }, 'virtual'],
    ['with Windows', { labels: { 'kubernetes.io/os': 'windows' } }, 'operating-system'],
    ['that is being deleted', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'leaving'],
    ['that is cordoned', { spec: { taints: [], unschedulable: true } }, 'cordoned'],
    ['that is not ready', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }, 'not-ready'],
    ['with whole GPUs', { labels: labelled, units: gpu }, undefined],
    ['with GPUs that nothing labels', { units: gpu }, undefined],
    ['with GPUs of AMD', { units: { 'amd.com/gpu': '8' } }, undefined],
    ['with GPUs of AMD whose plugin names partitions', { units: { 'amd.com/spx_nps1': '8' } }, undefined],
    [
      'with GPUs of AMD that differ by their device number alone',
      {
        labels: {
          'amd.com/gpu.product-name': 'AMD_Radeon_Graphics',
          'amd.com/gpu.device-id.7551': '1',
          'amd.com/gpu.device-id.164e': '1',
        },
        units: { 'amd.com/gpu': '2' },
      },
      'gpu-mixed',
    ],
    [
      'with GPUs of AMD that an older labeller counts by kind',
      {
        labels: { 'beta.amd.com/gpu.device-id.740f': '1', 'beta.amd.com/gpu.device-id.7448': '1' },
        units: { 'amd.com/gpu': '2' },
      },
      'gpu-mixed',
    ],
    [
      'with GPUs of AMD of one number and different memory',
      {
        labels: {
          'amd.com/gpu.device-id': '744c',
          'amd.com/gpu.vram.24G': '1',
          'amd.com/gpu.vram.20G': '1',
        },
        units: { 'amd.com/gpu': '2' },
      },
      'gpu-mixed',
    ],
    [
      'with one kind of GPU of AMD, under the older names too',
      {
        labels: {
          'amd.com/gpu.device-id': '740f',
          'beta.amd.com/gpu.device-id': '740f',
          'beta.amd.com/gpu.device-id.740f': '4',
        },
        units: { 'amd.com/gpu': '4' },
      },
      undefined,
    ],
    [
      'with GPUs of AMD of which some are cut, under the name of whole GPUs',
      {
        labels: {
          'amd.com/gpu.compute-memory-partition.spx_nps1': '7',
          'amd.com/gpu.compute-memory-partition.cpx_nps1': '8',
        },
        units: { 'amd.com/gpu': '15' },
      },
      'gpu-not-served',
    ],
    [
      'with GPUs of AMD of which some are cut, under a name of their own',
      {
        labels: {
          'amd.com/gpu.device-id': '74a1',
          'amd.com/gpu.vram.192G': '5',
          'amd.com/gpu.vram.24G': '24',
          'amd.com/gpu.compute-memory-partition.spx_nps1': '5',
          'amd.com/gpu.compute-memory-partition.cpx_nps1': '24',
        },
        units: { 'amd.com/spx_nps1': '5', 'amd.com/cpx_nps1': '24' },
      },
      undefined,
    ],
    [
      'with an Intel card beside the GPU of an Intel processor',
      {
        labels: {
          'gpu.intel.com/device-id.0300-9a49.count': '1',
          'gpu.intel.com/device-id.0300-9a49.present': 'true',
          'gpu.intel.com/device-id.0380-56c0.count': '1',
        },
        units: { 'gpu.intel.com/i915': '2' },
      },
      'gpu-mixed',
    ],
    ['with partitions of AMD', { units: { 'amd.com/cpx_nps1': '64' } }, 'gpu-not-served'],
    ['with GPUs of AMD whose plugin is down', { labels: { 'feature.node.kubernetes.io/amd-gpu': 'true' } }, 'gpu-down'],
    ['with GPUs of Intel', { units: { 'gpu.intel.com/i915': '1' } }, undefined],
    ['with Gaudi', { units: { 'habana.ai/gaudi': '8' } }, 'gpu-not-served'],
    ['with Neuron', { units: { 'aws.amazon.com/neuron': '1' } }, 'gpu-not-served'],
    ['with TPUs', { units: { 'google.com/tpu': '4' } }, 'gpu-not-served'],
    ['with an unknown accelerator', { units: { 'chips.example/npu': '2' } }, 'gpu-not-served'],
    ['with a GPU for virtual machines', { units: { 'nvidia.com/GA102GL_A10': '1' } }, 'gpu-not-served'],
    [
      'with GPUs that HAMi splits',
      { units: { 'nvidia.com/gpu': '10', 'nvidia.com/gpumem': '24576' } },
      'gpu-not-served',
    ],
    [
      'with network cards of NVIDIA',
      { units: { 'nvidia.com/hostdev': '8', 'rdma/rdma_shared_device_a': '63' } },
      undefined,
    ],
    [
      'with GPUs, and an Intel GPU beside them',
      { labels: labelled, units: { ...gpu, 'gpu.intel.com/i915': '1' } },
      undefined,
    ],
    ['whose device plugin is down', { labels: labelled }, 'gpu-down'],
    ['whose device plugin has gone', { labels: labelled, units: { 'nvidia.com/gpu': '0' }, kept: gpu }, 'gpu-down'],
    ['of GKE whose device plugin is down', { labels: { 'cloud.google.com/gke-accelerator': 'nvidia-l4' } }, 'gpu-down'],
    [
      'where MIG is being configured',
      { labels: { ...labelled, 'nvidia.com/mig.config.state': 'rebooting' }, units: gpu },
      'gpu-down',
    ],
    [
      'with an invalid layout of MIG',
      {
        labels: {
          'nvidia.com/gpu.present': 'true',
          'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-MIG-INVALID',
          'nvidia.com/gpu.count': '0',
        },
        units: { 'nvidia.com/gpu': '0' },
      },
      'gpu-invalid',
    ],
    [
      'with several profiles of MIG',
      { units: { 'nvidia.com/mig-1g.10gb': '16', 'nvidia.com/mig-2g.20gb': '8' } },
      'gpu-mixed',
    ],
    [
      'with some GPUs whole, others cut',
      { units: { 'nvidia.com/gpu': '6', 'nvidia.com/mig-3g.40gb': '4' } },
      'gpu-mixed',
    ],
    ['with different GPUs', { labels: labelled, units: { 'nvidia.com/gpu': '3' } }, 'gpu-mixed'],
    ['with a GPU that has failed', { labels: labelled, units: { 'nvidia.com/gpu': '1' } }, 'gpu-failed'],
    [
      'with shares by the usual name',
      {
        labels: {
          ...labelled,
          'nvidia.com/gpu.product': 'Tesla-T4-SHARED',
          'nvidia.com/gpu.replicas': '4',
          'nvidia.com/gpu.sharing-strategy': 'time-slicing',
        },
        units: { 'nvidia.com/gpu': '8' },
      },
      undefined,
    ],
    [
      'with shares of GKE',
      {
        labels: {
          'cloud.google.com/gke-accelerator': 'nvidia-l4',
          'cloud.google.com/gke-gpu-sharing-strategy': 'time-sharing',
          'cloud.google.com/gke-max-shared-clients-per-gpu': '4',
        },
        units: { 'nvidia.com/gpu': '4' },
      },
      undefined,
    ],
    [
      'with renamed shares',
      {
        labels: { ...labelled, 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'time-slicing' },
        units: { 'nvidia.com/gpu.shared': '8' },
      },
      undefined,
    ],
  ])('%s', (_, shape, reason) => {
    expect(reasonOf(shape)).toBe(reason);
  });

  test('with slices of which the resource name has no plus is written with one', () => {
    const units = { 'nvidia.com/mig-1g.10gb.me': '16', 'nvidia.com/gpu': '2' };
    expect(unusable(nodeOf({ units }))?.because).toContain("sharing: { by: 'mig', profile: '1g.10gb+me', units: 16 }");
  });

  test('is refused for what lasts before what passes', () => {
    expect(
      reasonOf({ labels: { type: 'virtual-kubelet' }, taints: ['ToBeDeletedByClusterAutoscaler=1:NoSchedule'] }),
    ).toBe('virtual');
    expect(reasonOf({ labels: labelled, taints: ['karpenter.sh/disrupted:NoSchedule'] })).toBe('leaving');
  });

  test.each([
    [
      { 'node-role.kubernetes.io/control-plane': '' },
      'a node of the control plane (label node-role.kubernetes.io/control-plane)',
    ],
    [
      { 'node-role.kubernetes.io/etcd': 'true' },
      'a node of the control plane (etcd) (label node-role.kubernetes.io/etcd=true)',
    ],
    [{ 'kubernetes.azure.com/mode': 'system' }, 'a system pool of AKS (label kubernetes.azure.com/mode=system)'],
    [{ 'kubernetes.azure.com/mode': 'user' }, undefined],
  ])('is set aside by %j: %s', (labels, because) => {
    expect(asideFor(nodeOf({ labels }))).toBe(because);
  });

  test.each([
    [{ 'cloud.google.com/gke-preemptible': 'true' }, 'cloud.google.com/gke-preemptible=true'],
    [{ 'node.kubernetes.io/lifecycle': 'spot' }, 'node.kubernetes.io/lifecycle=spot'],
    [{ 'node.kubernetes.io/lifecycle': 'normal' }, undefined],
    [{ 'machine.openshift.io/interruptible-instance': '' }, 'machine.openshift.io/interruptible-instance'],
    [{ 'karpenter.sh/capacity-type': 'reserved' }, undefined],
  ])('may vanish by %j: %s', (labels, mark) => {
    expect(spotMark(nodeOf({ labels }))).toBe(mark);
  });
});

describe('the GPUs that a pool uses', () => {
  const whole = (resource: string) => ({ resource, sharing: { by: 'none' } }) as const;
  const reasonFor = (shape: Shape, resource: string): string | undefined =>
    unusable(nodeOf(shape), [], whole(resource))?.reason;
  const mi300x = { 'amd.com/gpu.device-id': '74a1', 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' };
  const both = { labels: { ...labelled, ...mi300x }, units: { ...gpu, 'amd.com/gpu': '8' } };

  test.each<readonly [what: string, shape: Shape, resource: string, reason: string | undefined]>([
    ['beside those of another vendor', both, 'amd.com/gpu', undefined],
    ['beside those of another vendor, the other way', both, 'nvidia.com/gpu', undefined],
    [
      'beside slices that NVIDIA does not offer as they are',
      { ...both, labels: { ...both.labels, 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-MIG-INVALID' } },
      'amd.com/gpu',
      undefined,
    ],
    [
      'beside slices that come and go',
      { ...both, labels: { ...both.labels, 'nvidia.com/mig.config.state': 'pending' } },
      'amd.com/gpu',
      undefined,
    ],
    ['beside GPUs that HAMi splits', { units: { ...both.units, 'nvidia.com/gpumem': '9' } }, 'amd.com/gpu', undefined],
    [
      'beside different GPUs of another vendor',
      {
        ...both,
        labels: { ...labelled, 'amd.com/gpu.device-id.740f': '4', 'amd.com/gpu.device-id.74a1': '4' },
      },
      'nvidia.com/gpu',
      undefined,
    ],
    [
      'different ones themselves',
      {
        ...both,
        labels: { ...labelled, 'amd.com/gpu.device-id.740f': '4', 'amd.com/gpu.device-id.74a1': '4' },
      },
      'amd.com/gpu',
      'gpu-mixed',
    ],
    [
      'where fewer are offered than labelled',
      { ...both, units: { ...both.units, 'nvidia.com/gpu': '1' } },
      'nvidia.com/gpu',
      'gpu-failed',
    ],
    [
      'on a node with several kinds of slices that others use',
      { units: { 'gpu.intel.com/xe': '2', 'nvidia.com/mig-1g.10gb': '7', 'nvidia.com/gpu': '1' } },
      'gpu.intel.com/xe',
      undefined,
    ],
    [
      'that are not offered, beside those of another vendor',
      { labels: labelled, units: gpu },
      'amd.com/gpu',
      undefined,
    ],
  ])('%s', (_, shape, resource, reason) => {
    expect(reasonFor(shape, resource)).toBe(reason);
  });

  test('have their own product, memory and number', () => {
    expect(gpusOf(nodeOf(both), 'amd.com/gpu')).toEqual({
      resource: 'amd.com/gpu',
      units: 8,
      product: 'AMD_Instinct_MI300X_OAM',
      memoryMib: undefined,
      cards: 8,
      sharing: { by: 'none' },
    });
    const cut = nodeOf({
      labels: {
        ...labelled,
        'nvidia.com/mig-1g.10gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-1g.10gb',
        'nvidia.com/mig-1g.10gb.memory': '9728',
      },
      units: { ...gpu, 'nvidia.com/mig-1g.10gb': '7', 'nvidia.com/mig-1g.20gb': '4' },
    });
    expect(gpusOf(cut, 'nvidia.com/gpu')).toMatchObject({ product: 'NVIDIA-L40S', memoryMib: 46_068, units: 2 });
    expect(gpusOf(cut, 'nvidia.com/mig-1g.10gb')).toMatchObject({ product: 'NVIDIA-A100-SXM4-80GB', memoryMib: 9728 });
    // What a whole card has says nothing of a slice of another size.
    expect(gpusOf(cut, 'nvidia.com/mig-1g.20gb')?.memoryMib).toBeUndefined();
  });

  test('are of the declared product only if all of them are', () => {
    const xtx = gpus['AMD-Radeon-RX-7900-XTX'];
    const named = (...names: readonly string[]) =>
      nodeOf({ labels: Object.fromEntries(names.map((name) => [`amd.com/gpu.product-name.${name}`, '1'])) });
    expect(carriesGpu(named('AMD_Radeon_RX_7900_XTX'), xtx)).toBe(true);
    expect(carriesGpu(named('AMD_Radeon_RX_7900_XTX', 'AMD_Radeon_RX_7900_XT'), xtx)).toBe(false);
    expect(carriesGpu(named(), xtx)).toBeUndefined();
  });
});
