/** GPUs that cannot be claimed: by who makes the nodes, by how they are shared, by their vendor, or where there are none. */
import { base, changed } from './base';
import { arc } from '../plan/fixtures/intel';

const { racks, l4, sliced, cpus } = base.nodePools;
const onRacks = (gpu: string, more: object = {}) => ({
  ...racks,
  ...more,
  allocation: 'dra',
  hardware: { ...racks.hardware, gpu, nvme: undefined, deviceGroups: gpu.startsWith('NVIDIA') ? undefined : [992] },
});

const spot = {
  ...base.nodePools['l4-spot'],
  allocation: 'dra',
  provisioner: 'eks-node-group',
  nodes: { min: 1, max: 4 },
};

export const inputs = [
  changed(
    [['nodePools', 'cpus'], { ...cpus, allocation: 'dra' }],
    [['nodePools', 'l4'], { ...l4, allocation: 'dra' }],
    [['nodePools', 'l4-spot', 'allocation'], 'dra'],
    [['nodePools', 'racks'], onRacks('NVIDIA-L40S', { sharing: { by: 'time-slicing', replicas: 2 } })],
    [['nodePools', 'shared', 'allocation'], 'counted'],
    [['nodePools', 'sliced'], { ...sliced, allocation: 'dra' }],
  ),
  changed(
    [['nodePools', 'racks'], onRacks('NVIDIA-L40S', { gpuResource: 'nvidia.com/gpu' })],
    [['nodePools', 'l4'], { ...l4, allocation: 'dra', provisioner: 'eks-node-group', nodes: { min: 0, max: 4 } }],
    [['nodePools', 'l4-spot'], spot],
    [['nodePools', 'sliced', 'allocation'], 'dra'],
    [['nodePools', 'sliced', 'sharing'], { by: 'mig', profile: '1g.10gb', units: 7, devicePlugin: 'existing' }],
  ),
  changed([['nodePools', 'racks'], onRacks('NVIDIA-GB10')]),
  changed([['nodePools', 'racks'], onRacks('NVIDIA-L40S', { contention: 'by-priority' })]),
  changed(
    [['nodePools', 'racks'], onRacks(arc.product)],
    [['catalog'], { ...base.catalog, gpus: { [arc.product]: arc } }],
  ),
  changed([['nodePools', 'racks'], { ...racks, allocation: 'dra' }], [['cluster', 'kubernetes'], '1.33']),
];

export const report = `test.nodePools.cpus.allocation: the nodes of this pool have no GPU.
  fix: leave out allocation · take nodes with GPUs
  [AllocationNotOffered]
test.nodePools.l4.allocation: Karpenter makes no nodes for pods with claims: it ignores them by default.
  fix: another provisioner, with its autoscaler's DRA support turned on · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools['l4-spot'].allocation: Karpenter makes no nodes for pods with claims: it ignores them by default.
  fix: another provisioner, with its autoscaler's DRA support turned on · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: sharing by 'time-slicing' is the device plugin's, and a claim gets a whole device.
  fix: leave out sharing · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.sliced.allocation: a claim gets slices that are there already, and it is not said how many.
  fix: units: the slices of one node · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.l4.nodes.min: without a node no ResourceSlice says which devices a new node would have, so an autoscaler makes none.
  fix: min 1 · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: pods claim devices of a class, and gpuResource names a counted resource.
  fix: leave out gpuResource · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.sliced.allocation: devicePlugin is about counted slices, and the driver's class offers these.
  fix: leave out devicePlugin · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: the driver states no memory of NVIDIA-GB10, which is that of the machine.
  fix: allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: with contention 'by-priority' pods preempt others, and the scheduler preempts none for devices.
  fix: contention 'reserved' · allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: no DRA driver for GPUs of Intel is supported.
  fix: allocation: 'counted'
  [AllocationNotOffered]
test.nodePools.racks.allocation: claims are served from Kubernetes 1.34 on, and the cluster has 1.33.
  fix: cluster.kubernetes '1.34', after an upgrade · allocation: 'counted'
  [AllocationNotOffered]`;
