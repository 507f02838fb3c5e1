/** Other pools: GPUs of other vendors, shares and slices, tuned nodes. */
import { gib, gigabytes } from '../../../../lib';
import type { Gpu, MigProfile } from '../../../../lib/catalog';
import { base } from '../../../invalid/base';
import { of, type Form } from './form';

const arc = {
  vendor: 'intel',
  product: 'Intel-Arc-B580',
  label: { key: 'gpu.intel.com/product', values: ['Arc_B580'] },
  memoryMib: 12_000,
  memoryType: 'GDDR',
  bandwidthGbPerSecond: 456,
  computeCapability: 'xe2',
  migProfiles: [],
  source: 'data sheet: 12 GB',
  proven: 'from documents',
  memory: 'own',
  architecture: 'amd64',
} as const satisfies Required<Gpu>;

const slices: Required<MigProfile> = {
  profile: '1g.5gb',
  memoryMib: 5000,
  perGpu: 7,
  computeSlices: 1,
  memoryFrom: 'measured',
};
const price = { usdPerHour: 1, region: 'eu', date: '2026-11', source: 'ours' };
const machine = {
  cloud: 'gcp',
  type: 'own',
  vcpu: 4,
  memoryMib: 8192,
  allocatable: { millicores: 3900, memoryMib: 7000, pods: 50 },
  networkMbps: 1000,
  gpu: { product: 'NVIDIA-L4', count: 1 },
  localNvmeGb: 375,
  onDemand: price,
  spot: { low: price, high: price },
} as const;

export const poolForms: readonly Form[] = [
  of(
    'nodes that a DaemonSet tunes',
    ({ nodePools, exemptions }) => [nodePools['racks']?.tuning, exemptions.map(({ reason }) => reason)],
    [
      { settings: ['numa-balancing'], daemonSet: { reason: 'two sockets' }, origin: 'metal' },
      ['two sockets', 'two sockets'],
    ],
    [['nodePools', 'racks', 'tuning'], { settings: ['numa-balancing'], daemonSet: { reason: 'two sockets' } }],
  ),
  of(
    'GPUs of AMD, of a machine of its own and of a cloud, with another name of whole GPUs',
    ({ nodePools }) => [nodePools['racks']?.gpu, nodePools['mi300x']?.gpu],
    [
      { resource: 'amd.com/spx_nps1', groups: [44, 992] },
      { resource: 'amd.com/gpu', unitsPerNode: 8, groups: [110] },
    ],
    [
      ['nodePools', 'racks'],
      {
        ...base.nodePools.racks,
        gpuResource: 'amd.com/spx_nps1',
        hardware: { ...base.nodePools.racks.hardware, gpu: 'AMD-Instinct-MI210', deviceGroups: [44, 992] },
      },
    ],
    [
      ['nodePools', 'mi300x'],
      {
        on: 'cloud',
        instance: 'azure/mi300x',
        provisioner: 'aks',
        nodes: { min: 0, max: 1 },
        ephemeralStorage: gib(500),
        diskBandwidth: gigabytes(1),
        deviceGroups: [110],
      },
    ],
    [
      ['catalog', 'instances'],
      {
        'azure/mi300x': {
          cloud: 'azure',
          type: 'mi300x',
          vcpu: 96,
          memoryMib: 1_800_000,
          allocatable: { millicores: 95_000, memoryMib: 1_700_000, pods: 110 },
          gpu: { product: 'AMD-Instinct-MI300X', count: 8 },
          networkMbps: 80_000,
        },
      },
    ],
  ),
  of(
    'GPUs of Intel, of which the environment says all',
    ({ nodePools, catalog }) => [nodePools['racks']?.gpu?.resource, catalog.gpus[arc.product]],
    ['gpu.intel.com/i915', arc],
    [['catalog', 'gpus'], { [arc.product]: arc }],
    [['ollama'], {}],
    [['nodePools', 'racks', 'hardware'], { ...base.nodePools.racks.hardware, gpu: arc.product, deviceGroups: [992] }],
  ),
  of(
    'shares and slices that others have set up',
    ({ nodePools }) => [nodePools['shared']?.gpu, nodePools['racks']?.gpu, nodePools['sliced']?.gpu],
    [
      { resource: 'nvidia.com/gpu', unitsPerNode: 4, sharing: { named: 'usual-name' } },
      { resource: 'nvidia.com/gpu.shared', unitsPerNode: 4, sharing: { named: 'renamed' } },
      { resource: 'nvidia.com/mig-1g.10gb', unitsPerNode: 2, sharing: { units: 2 } },
    ],
    [['nodePools', 'shared', 'sharing'], { by: 'time-slicing', replicas: 4, named: 'usual-name' }],
    [['nodePools', 'racks', 'sharing'], { by: 'mps', replicas: 2, named: 'renamed' }],
    [['nodePools', 'sliced', 'sharing'], { by: 'mig', profile: '1g.10gb', units: 2 }],
  ),
  of(
    'every fact of a GPU and a machine type',
    ({ catalog: { gpus, instances } }) => [gpus['Own']?.migProfiles, instances['gcp/own']],
    [[slices], machine],
    [
      ['catalog', 'gpus'],
      {
        Own: {
          product: 'Own',
          memoryMib: 40_000,
          memoryType: 'HBM',
          bandwidthGbPerSecond: 100,
          computeCapability: '9.9',
          migProfiles: [slices],
          source: 'ours',
        },
      },
    ],
    [['catalog', 'instances'], { 'gcp/own': machine }],
  ),
];
