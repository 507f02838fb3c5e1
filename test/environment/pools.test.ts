/**
 * Pools as pods see them: the resource they ask for, the labels that nodes really carry, the taints that come by
 * themselves.
 */
import { describe, expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import { instances } from '../../lib/catalog/instances';
import type { Instance } from '../../lib/catalog/instance';
import { gib, mib } from '../../lib/core/bytes';
import { parseEnvironment } from '../../lib/environment/complete';
import { areApart, metalSelector } from '../../lib/environment/complete/selector';
import type { NodePool, NodePoolInput } from '../../lib/environment/node-pool';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

const g6 = instances['aws/g6.2xlarge'];
const price = { usdPerHour: 1, region: 'somewhere', date: '2026-01-01', source: 'a test' };
const own: Readonly<Record<string, Instance>> = {
  'gcp/gpu': { ...g6, cloud: 'gcp', type: 'gpu' },
  'gcp/cpu': { ...g6, cloud: 'gcp', type: 'cpu', gpu: undefined },
  'azure/gpu': {
    ...g6,
    cloud: 'azure',
    type: 'gpu',
    spot: { low: { ...price, usdPerHour: 0.2 }, high: { ...price, usdPerHour: 0.6 } },
  },
};

/** Pools of Azure say what their disk is: AKS keeps nothing of pods on local NVMe. */
const withDisks = (pools: Readonly<Record<string, NodePoolInput>>): Readonly<Record<string, NodePoolInput>> =>
  Object.fromEntries(
    Object.entries(pools).map(([name, each]) => [
      name,
      each.on === 'cloud' && each.instance.startsWith('azure/')
        ? { ephemeralStorage: gib(100), diskBandwidth: mib(100), ...each }
        : each,
    ]),
  );

/** The pools of an otherwise empty environment. */
function poolsOf(nodePools: Readonly<Record<string, NodePoolInput>>): Readonly<Record<string, NodePool>> {
  const { environment, faults } = parseEnvironment(
    changed([['nodePools'], withDisks(nodePools)], [['models'], {}], [['ollama'], {}], [['catalog', 'instances'], own]),
  );
  expect(reportOf(faults)).toBe('');
  return environment?.nodePools ?? {};
}

function poolOf(pool: NodePoolInput): NodePool {
  const { pool: only } = poolsOf({ pool });
  if (only === undefined) throw new Error('the pool was not read');
  return only;
}

const nodes = { min: 0, max: 2 };
const isIn = (key: string, value: string) => ({ key, operator: 'In', values: [value] });
const isNot = (key: string) => ({ key, operator: 'NotIn' as const, values: ['true'] });
const type = (value: string) => isIn('node.kubernetes.io/instance-type', value);

describe.each([
  [
    'karpenter',
    'aws/g6.2xlarge',
    'on-demand',
    [type('g6.2xlarge'), isIn('karpenter.sh/capacity-type', 'on-demand')],
    [],
  ],
  ['karpenter', 'aws/g6.2xlarge', 'spot', [type('g6.2xlarge'), isIn('karpenter.sh/capacity-type', 'spot')], []],
  [
    'eks-node-group',
    'aws/g6.2xlarge',
    'on-demand',
    [type('g6.2xlarge'), isIn('eks.amazonaws.com/capacityType', 'ON_DEMAND')],
    [],
  ],
  [
    'eks-node-group',
    'aws/g6.2xlarge',
    'spot',
    [type('g6.2xlarge'), isIn('eks.amazonaws.com/capacityType', 'SPOT')],
    [],
  ],
  [
    'gke',
    'gcp/cpu',
    'on-demand',
    [
      type('cpu'),
      isNot('cloud.google.com/gke-spot'),
      isNot('cloud.google.com/gke-preemptible'),
      isNot('cloud.google.com/gke-flex-start'),
    ],
    [],
  ],
  [
    'gke',
    'gcp/gpu',
    'spot',
    [type('gpu'), isIn('cloud.google.com/gke-spot', 'true')],
    [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
  ],
  [
    'aks',
    'azure/gpu',
    'on-demand',
    [type('gpu'), { key: 'kubernetes.azure.com/scalesetpriority', operator: 'NotIn', values: ['spot'] }],
    [],
  ],
  [
    'aks',
    'azure/gpu',
    'spot',
    [type('gpu'), isIn('kubernetes.azure.com/scalesetpriority', 'spot')],
    [{ key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }],
  ],
] as const)('%s, %s, %s', (provisioner, instance, capacity, selector, taints) => {
  test('labels and taints', () => {
    const pool = poolOf({ on: 'cloud', instance, nodes, capacity, provisioner });
    expect(pool.selector).toEqual(selector);
    expect(pool.taints).toEqual(taints);
  });
});

test.each([
  ['aws/g6.2xlarge', 'karpenter', 120],
  ['gcp/gpu', 'gke', 15],
  ['azure/gpu', 'aks', 30],
] as const)('the notice before a spot node of %s is lost', (instance, provisioner, notice) => {
  expect(poolOf({ on: 'cloud', instance, nodes, provisioner, capacity: 'spot' }).spotNotice).toBe(notice);
  expect(poolOf({ on: 'cloud', instance, nodes, provisioner }).spotNotice).toBeUndefined();
});

test('a spot node costs the mean of the prices seen, or nobody knows what', () => {
  expect(
    poolOf({ on: 'cloud', instance: 'azure/gpu', nodes, provisioner: 'aks', capacity: 'spot' }).usdPerNodeHour,
  ).toBe(0.4);
  expect(poolOf({ on: 'cloud', instance: 'aws/g6.2xlarge', nodes, capacity: 'spot' }).usdPerNodeHour).toBeUndefined();
});

const racks = base.nodePools.racks;
const sliced = base.nodePools.sliced;

test.each([
  ['alone', { ...racks }, { resource: 'nvidia.com/gpu', unitsPerNode: 2, memoryMibPerUnit: 46_068 }],
  [
    'time-sliced',
    { ...racks, sharing: { by: 'time-slicing', replicas: 4 } },
    {
      resource: 'nvidia.com/gpu.shared',
      unitsPerNode: 8,
      memoryMibPerUnit: 11_517,
      sharing: { by: 'time-slicing', replicas: 4, devicePlugin: 'existing' },
    },
  ],
  [
    'by MPS, rounded down',
    { ...racks, sharing: { by: 'mps', replicas: 5 } },
    { resource: 'nvidia.com/gpu.shared', unitsPerNode: 10, memoryMibPerUnit: 9213 },
  ],
  [
    'by MIG',
    { ...sliced, hardware: { ...sliced.hardware, gpus: 2 } },
    { resource: 'nvidia.com/mig-1g.10gb', unitsPerNode: 14, memoryMibPerUnit: 9984 },
  ],
] as const)('GPUs %s', (_, pool, expected) => {
  expect(poolOf(pool).gpu).toMatchObject(expected);
});

test('a profile with a media engine is asked for with a dot', () => {
  const slice = {
    profile: '1g.10gb+me',
    memoryMib: 9000,
    perGpu: 1,
    computeSlices: 1,
    memoryFrom: 'lower bound',
  } as const;
  const { environment } = parseEnvironment(
    changed(
      [
        ['catalog', 'gpus'],
        {
          Own: {
            product: 'Own',
            memoryMib: 80_000,
            memoryType: 'HBM',
            bandwidthGbPerSecond: 1000,
            computeCapability: '9.0',
            migProfiles: [slice],
            source: 'ours',
          },
        },
      ],
      [['nodePools', 'sliced', 'hardware', 'gpu'], 'Own'],
      [['nodePools', 'sliced', 'sharing', 'profile'], '1g.10gb+me'],
    ),
  );
  expect(environment?.nodePools.sliced?.gpu).toMatchObject({
    resource: 'nvidia.com/mig-1g.10gb.me',
    unitsPerNode: 1,
    migProfile: slice,
  });
});

test('nodes by count are found by their GPUs, else by their system; labels replace all', () => {
  expect(poolOf({ ...racks, nodes: 3 }).selector).toEqual([isIn('nvidia.com/gpu.product', 'NVIDIA-L40S')]);
  const shares = { by: 'time-slicing', replicas: 4 } as const;
  expect(poolOf({ ...racks, nodes: 3, sharing: shares }).selector).toEqual([
    isIn('nvidia.com/gpu.product', 'NVIDIA-L40S'),
  ]);
  expect(poolOf({ ...racks, nodes: 3, sharing: { ...shares, named: 'usual-name' } }).selector).toEqual([
    isIn('nvidia.com/gpu.product', 'NVIDIA-L40S-SHARED'),
  ]);
  expect(
    poolOf({ ...racks, nodes: 3, hardware: { ...racks.hardware, gpu: undefined, gpus: undefined } }).selector,
  ).toEqual([isIn('kubernetes.io/os', 'linux')]);
  expect(poolOf({ ...racks, labels: { row: 'a', rack: '2' } }).selector).toEqual([isIn('row', 'a'), isIn('rack', '2')]);
});

test('a label that an owner has chosen for a GPU says nothing of sharing', () => {
  const gpu = { ...gpus['NVIDIA-L40S'], label: { key: 'example.com/card', values: ['l40s'] } };
  const sharing = { by: 'time-slicing', replicas: 4, named: 'usual-name' } as const;
  expect(metalSelector({ ...racks, nodes: 3, sharing }, gpu)).toEqual([isIn('example.com/card', 'l40s')]);
});

test('shares of GKE have the usual name, and its nodes are found by their machine type', () => {
  const pool = poolOf({
    on: 'cloud',
    instance: 'gcp/g2-standard-12',
    provisioner: 'gke',
    nodes: { min: 1, max: 2 },
    sharing: { by: 'time-slicing', replicas: 4, named: 'usual-name' },
    ephemeralStorage: gib(100),
    diskBandwidth: mib(500),
  });
  expect(pool.gpu).toMatchObject({ resource: 'nvidia.com/gpu', perNode: 1, unitsPerNode: 4 });
  expect(pool.selector[0]).toEqual(isIn('node.kubernetes.io/instance-type', 'g2-standard-12'));
});

test('a label with several values finds nodes with any of them', () => {
  expect(poolOf({ ...racks, labels: { row: ['a', 'b'], rack: '2' } }).selector).toEqual([
    { key: 'row', operator: 'In', values: ['a', 'b'] },
    isIn('rack', '2'),
  ]);
});

test('a taint of the provisioner that the user names again stands once', () => {
  const taint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' } as const;
  expect(poolOf({ on: 'cloud', instance: 'gcp/gpu', nodes, provisioner: 'gke', taints: [taint] }).taints).toEqual([
    taint,
  ]);
});

describe('the disk of images and pods', () => {
  const g2 = { on: 'cloud', nodes, provisioner: 'gke' } as const;

  test.each([
    ['a2-ultragpu-1g', 375, 50],
    ['a2-ultragpu-2g', 750, 75],
    ['a3-highgpu-4g', 3000, 100],
  ] as const)('on GKE is the local SSD of %s, less what GKE reserves', (machine, gigabytes, reservedGib) => {
    const { allocatable, diskBandwidth } = poolOf({ ...g2, instance: `gcp/${machine}` });
    expect(allocatable.ephemeralStorage).toBe(gigabytes * 0.9e9 - gib(reservedGib));
    expect(diskBandwidth).toBe(1e9);
  });

  test('on AKS must be given, also for a machine with local NVMe', () => {
    const input = { on: 'cloud', instance: 'azure/Standard_NC24ads_A100_v4', nodes, provisioner: 'aks' } as const;
    const { faults } = parseEnvironment(changed([['nodePools', 'aks'], input]));
    expect(reportOf(faults)).toBe(
      'test.nodePools.aks.ephemeralStorage: nodes of azure/Standard_NC24ads_A100_v4 keep images and files of pods elsewhere than on its local NVMe, so the size of its disk must be given.\n' +
        '  fix: ephemeralStorage of the volume that its node class attaches, as gib(200)\n  [DiskUnknown]\n' +
        'test.nodePools.aks.diskBandwidth: nodes of azure/Standard_NC24ads_A100_v4 keep images and files of pods elsewhere than on its local NVMe, so the bandwidth of its disk must be given.\n' +
        '  fix: diskBandwidth of the volume that its node class attaches, in bytes per second, as mib(125)\n  [DiskUnknown]',
    );
  });
});

test('pools of one machine type are apart by capacity, of any provider', () => {
  const pair = (provisioner: 'gke' | 'aks', instance: string) =>
    poolsOf({
      a: { on: 'cloud', instance, nodes, provisioner },
      b: { on: 'cloud', instance, nodes, provisioner, capacity: 'spot' },
    });
  expect(Object.keys(pair('gke', 'gcp/gpu'))).toEqual(['a', 'b']);
  expect(Object.keys(pair('aks', 'azure/gpu'))).toEqual(['a', 'b']);
});

const pool = (on: NodePool['on'], ...selector: NodePool['selector'][number][]) => ({ on, selector });
const requires = (key: string, operator: 'In' | 'NotIn', ...values: readonly string[]) => ({ key, operator, values });

test.each([
  [
    'different values of one label',
    pool('cloud', requires('a', 'In', '1')),
    pool('cloud', requires('a', 'In', '2', '3')),
    true,
  ],
  ['a common value', pool('cloud', requires('a', 'In', '1', '2')), pool('cloud', requires('a', 'In', '2', '3')), false],
  ['different labels', pool('cloud', requires('a', 'In', '1')), pool('cloud', requires('b', 'In', '2')), false],
  [
    'one that rules the other out',
    pool('cloud', requires('a', 'In', '1')),
    pool('cloud', requires('a', 'NotIn', '1')),
    true,
  ],
  [
    'one that rules only a part out',
    pool('cloud', requires('a', 'In', '1', '2')),
    pool('cloud', requires('a', 'NotIn', '1')),
    false,
  ],
  [
    'two that rule the same out',
    pool('cloud', requires('a', 'NotIn', '1')),
    pool('cloud', requires('a', 'NotIn', '1')),
    false,
  ],
  [
    'named machines and a cloud',
    pool('metal', requires('kubernetes.io/hostname', 'In', 'n')),
    pool('cloud', requires('a', 'In', '1')),
    true,
  ],
  [
    'machines by system and a cloud',
    pool('metal', requires('kubernetes.io/os', 'In', 'linux')),
    pool('cloud', requires('a', 'In', '1')),
    false,
  ],
] as const)('apart or not: %s', (_, a, b, apart) => {
  expect(areApart(a, b)).toBe(apart);
  expect(areApart(b, a)).toBe(apart);
});
