/** Which nodes a NodePool of Karpenter can make. */
import { describe, expect, test } from '@jest/globals';
import { karpenterPools, lackedBy, nodesWithin, statedValues } from '../../lib/inventory/karpenter';
import type { LiveObject } from '../../lib/inventory/live-object';

const nodePool = (spec: object = {}, template: object = {}, limits?: object): LiveObject => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name: 'gpu' },
  spec: { template: { spec, ...template }, limits },
});
const read = (...objects: readonly LiveObject[]) => karpenterPools({ of: () => objects });
function one(object: LiveObject) {
  const [pool] = read(object);
  if (pool === undefined) throw new Error('it is no NodePool');
  return pool;
}
const requires = (key: string, operator: string, ...values: readonly string[]) =>
  one(nodePool({ requirements: [{ key, operator, values }] }));
const isIn = (key: string, ...values: readonly string[]) => [{ key, operator: 'In', values }] as const;
const capacity = 'karpenter.sh/capacity-type';

test('kinds of the same name of other projects, and NodePools that are being deleted, are none', () => {
  const ending = { ...nodePool(), metadata: { name: 'gpu', deletionTimestamp: '2026-01-01T00:00:00Z' } };
  const other = { ...nodePool(), apiVersion: 'hypershift.openshift.io/v1beta1' };
  expect(read(nodePool(), ending, other).map(({ name }) => name)).toEqual(['gpu']);
});

test('a NodePool that says little replaces nodes after a month and limits nothing', () => {
  expect(one({ ...nodePool(), spec: undefined })).toEqual({
    name: 'gpu',
    labels: {},
    requirements: [],
    taints: [],
    limits: {},
    expireAfter: '720h',
  });
});

describe('labels of a pool', () => {
  test.each([
    ['the name of the NodePool', one(nodePool()), isIn('karpenter.sh/nodepool', 'gpu'), undefined],
    ['another name', one(nodePool()), isIn('karpenter.sh/nodepool', 'cpu'), 'karpenter.sh/nodepool=cpu'],
    ['a capacity that is left open', one(nodePool()), isIn(capacity, 'spot'), undefined],
    ['one of its capacities', requires(capacity, 'In', 'on-demand', 'reserved'), isIn(capacity, 'reserved'), undefined],
    ['a capacity it does not have', requires(capacity, 'In', 'on-demand'), isIn(capacity, 'spot'), `${capacity}=spot`],
    ['a capacity it excludes', requires(capacity, 'NotIn', 'spot'), isIn(capacity, 'spot'), `${capacity}=spot`],
    [
      'any of two, of which it has one',
      requires(capacity, 'In', 'spot'),
      isIn(capacity, 'on-demand', 'spot'),
      undefined,
    ],
    [
      'a label of its template',
      one(nodePool({}, { metadata: { labels: { team: 'a' } } })),
      isIn('team', 'a'),
      undefined,
    ],
    ['another value of it', one(nodePool({}, { metadata: { labels: { team: 'a' } } })), isIn('team', 'b'), 'team=b'],
    ['a label that it only requires', requires('team', 'Exists'), isIn('team', 'b'), undefined],
    ['a label that nothing names', one(nodePool()), isIn('team', 'b'), 'team=b'],
    [
      'a label that GPU feature discovery writes, later than Karpenter decides',
      one(nodePool()),
      isIn('nvidia.com/gpu.product', 'NVIDIA-L4'),
      'nvidia.com/gpu.product=NVIDIA-L4',
    ],
    ['no label of others', one(nodePool()), [{ key: 'team', operator: 'NotIn', values: ['b'] }] as const, undefined],
  ])('%s', (_, pool, selector, lacked) => {
    expect(lackedBy(pool, selector, {})).toBe(lacked);
  });
});

describe('the machine', () => {
  const machine = {
    'karpenter.k8s.aws/instance-family': 'g6e',
    'karpenter.k8s.aws/instance-generation': '6',
    'kubernetes.io/arch': 'amd64',
  };
  test.each([
    ['family', 'In', ['g5', 'g6e'], undefined],
    ['family', 'In', ['g5', 'g6'], 'karpenter.k8s.aws/instance-family=g6e'],
    ['family', 'NotIn', ['g6e'], 'karpenter.k8s.aws/instance-family=g6e'],
    ['family', 'DoesNotExist', [], 'karpenter.k8s.aws/instance-family=g6e'],
    ['generation', 'Gt', ['5'], undefined],
    ['generation', 'Gt', ['6'], 'karpenter.k8s.aws/instance-generation=6'],
    ['generation', 'Gte', ['6'], undefined],
    ['generation', 'Lt', ['6'], 'karpenter.k8s.aws/instance-generation=6'],
    ['generation', 'Lte', ['6'], undefined],
    ['hypervisor', 'In', ['nitro'], undefined],
  ])('instance-%s %s %j', (key, operator, values, lacked) => {
    expect(lackedBy(requires(`karpenter.k8s.aws/instance-${key}`, operator, ...values), [], machine)).toBe(lacked);
  });

  test('another architecture', () => {
    expect(lackedBy(requires('kubernetes.io/arch', 'In', 'arm64'), [], machine)).toBe('kubernetes.io/arch=amd64');
  });
});

test.each([
  [requires(capacity, 'In', 'spot', 'reserved'), ['spot', 'reserved']],
  [requires(capacity, 'NotIn', 'spot'), undefined],
  [one(nodePool()), undefined],
  [one(nodePool({}, { metadata: { labels: { [capacity]: 'reserved' } } })), ['reserved']],
])('values that are stated, %#', (pool, values) => {
  expect(statedValues(pool, capacity)).toEqual(values);
});

test.each([
  [undefined, undefined],
  [{ cpu: '100' }, 12],
  [{ cpu: 100, memory: '64Gi' }, 2],
  [{ 'nvidia.com/gpu': '3' }, 3],
  [{ nodes: '1', cpu: '1000' }, 1],
  [{ 'amd.com/gpu': '1' }, undefined],
  [{ cpu: '7' }, 0],
])('limits %j allow %s nodes', (limits, count) => {
  const perNode = { cpu: 8, memory: 32 * 1024 ** 3, 'nvidia.com/gpu': 1 };
  expect(nodesWithin(one(nodePool({}, {}, limits)), perNode)).toBe(count);
});
