/**
 * Which live nodes can be used, and why not: one row for each mark of a provider, an autoscaler, a distribution or a
 * device plugin.
 */
import { describe, expect, test } from '@jest/globals';
import { asideFor, spotMark, unusable } from '../../lib/inventory';
import { gpu, labelled, nodeOf, reasonOf, type Shape } from './node';

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
