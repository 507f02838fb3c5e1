/**
 * The packing against its lower bound, the witness against an addition of its own, and both bounds against each other.
 */
import { describe, expect, test } from '@jest/globals';
import { fewestNodes, shortage } from '../../lib/plan/placement/lower-bound';
import { dominantShare, fillNodes, pack, tightest } from '../../lib/plan/placement/packing';
import { searchPlacement } from '../../lib/plan/placement/exact';
import { objections } from './fixtures/objections';
import { podCount, gpu, pools } from './fixtures/pod-counts';
import { cpuFleet, cpuNodes, gpuFleet, gpuNodes } from './fixtures/fleet';

describe('the packing', () => {
  test.each([
    ['GPU', gpuFleet, gpuNodes],
    ['CPU', cpuFleet, cpuNodes],
  ] as const)('of random %s fleets is within 3 %% of the lower bound, added up', (_, fleet, nodes) => {
    const fleets = Array.from({ length: 6 }, (__, seed) => fleet(100 + 20 * seed, seed + 1));
    const results = fleets.map((podCounts) => {
      const bound = fewestNodes(podCounts, nodes(1).offers);
      const { witness, leftOver } = tightest(podCounts, nodes(400), bound);
      expect(leftOver).toEqual([]);
      expect(objections(witness, podCounts, [nodes(400)])).toEqual([]);
      expect(witness.length).toBeGreaterThanOrEqual(bound);
      return { used: witness.length, bound };
    });
    const used = results.reduce((sum, each) => sum + each.used, 0);
    const bound = results.reduce((sum, each) => sum + each.bound, 0);
    expect(used / bound).toBeLessThanOrEqual(1.03);
  });

  test('finds what first fit misses by trying all', () => {
    const podCounts = [
      podCount('a', 2, { cpu: 4, memory: 1 }),
      podCount('b', 2, { cpu: 3, memory: 5 }),
      podCount('c', 2, { cpu: 3, memory: 4 }),
    ];
    const supplies = pools(['a', 2, { cpu: 10, memory: 10 }]);
    const { found } = searchPlacement(podCounts, supplies);
    expect(Array.isArray(found) && objections(found, podCounts, supplies.values())).toEqual([]);
    expect(searchPlacement([podCount('a', 3, { cpu: 6 })], supplies)).toEqual({ found: 'none' });
    expect(searchPlacement([podCount('a', 41, { cpu: 1 })], supplies)).toEqual({ found: 'nothing known' });
  });

  test('says what is left over', () => {
    expect(pack([podCount('a', 3, { cpu: 6 })], pools(['a', 2, { cpu: 10 }])).leftOver).toMatchObject([
      { count: 1, group: { workload: 'a' } },
    ]);
    expect(
      fillNodes([podCount('a', 3, { cpu: 6 })], { name: 'a', nodes: 2, offers: { cpu: 10 } }).leftOver,
    ).toMatchObject([{ count: 1 }]);
    expect(pack([], pools())).toEqual({ witness: [], leftOver: [] });
  });

  test('prefers the first pool of a workload', () => {
    const { witness } = pack(
      [podCount('a', 3, { cpu: 6 }, { pools: ['b', 'a'] })],
      pools(['a', 2, { cpu: 10 }], ['b', 2, { cpu: 10 }]),
    );
    expect(witness.filter(({ pool }) => pool === 'b')).toHaveLength(2);
  });
});

/** Pods of nodes with 10 cores, 10 of memory and 4 GPUs: how many, and what each takes. */
type Row = readonly [count: number, cpu: number, memory: number, gpus: number, priority?: number];
const packed = (nodes: number, rows: readonly Row[]) => {
  const podCounts = rows.map(([count, cpu, memory, gpus, priority = 1], i) =>
    podCount(`w${i}`, count, { cpu, memory, [gpu]: gpus }, { priority }),
  );
  const supplies = pools(['a', nodes, { cpu: 10, memory: 10, [gpu]: 4 }]);
  return { podCounts, supplies, supply: supplies.get('a') ?? { name: 'a', nodes, offers: {} } };
};
const left = ({ leftOver }: { readonly leftOver: readonly { readonly count: number }[] }): number =>
  leftOver.reduce((sum, { count }) => sum + count, 0);

describe('several ways to pack', () => {
  test('are tried until one leaves nobody over', () => {
    const { podCounts, supplies } = packed(2, [
      [2, 1, 6, 0],
      [1, 1, 2, 1],
      [1, 7, 3, 0],
    ]);
    expect(left(pack(podCounts, supplies))).toBe(0);
  });

  test('end with the order of priorities, and with nodes that are filled one by one', () => {
    const byPriority = packed(4, [
      [2, 2, 3, 2],
      [1, 9, 1, 0],
      [1, 1, 1, 0],
      [1, 4, 1, 2, 2],
      [2, 4, 3, 1],
      [1, 3, 8, 3],
    ]);
    expect(left(pack(byPriority.podCounts, byPriority.supplies))).toBe(0);
    const filled = packed(4, [
      [1, 8, 1, 3],
      [1, 1, 8, 3],
      [4, 2, 2, 0],
      [4, 1, 1, 1],
      [2, 3, 6, 0],
    ]);
    expect(left(pack(filled.podCounts, filled.supplies))).toBe(0);
  });

  test('leave as few over as the best of them, where all leave some', () => {
    const { podCounts, supplies } = packed(2, [
      [3, 1, 1, 3],
      [2, 1, 2, 1],
    ]);
    expect(left(pack(podCounts, supplies))).toBe(1);
  });

  test('of many, first fit is what counts where none is complete: neither priorities nor filled nodes', () => {
    const byPriority = packed(1, [
      [1, 1, 2, 0],
      [1, 2, 9, 0],
      [1, 1, 2, 0],
    ]);
    expect(left(pack(byPriority.podCounts, byPriority.supplies))).toBe(2);
    const filled = packed(1, [
      [1, 1, 8, 0],
      [1, 1, 3, 0],
      [1, 2, 3, 0],
    ]);
    expect(left(pack(filled.podCounts, filled.supplies))).toBe(1);
  });

  test('are compared by the pods they leave, then by their nodes', () => {
    const fewer = packed(2, [
      [2, 1, 1, 3],
      [2, 1, 2, 1],
    ]);
    expect(left(tightest(fewer.podCounts, fewer.supply))).toBe(0);
    const wide = packed(4, [
      [3, 1, 1, 1],
      [3, 1, 1, 1],
      [2, 1, 3, 0],
      [1, 1, 3, 0],
    ]);
    expect(
      [tightest(wide.podCounts, wide.supply, 3), tightest(wide.podCounts, wide.supply)].map(
        ({ witness }) => witness.length,
      ),
    ).toEqual([3, 2]);
  });
});

describe('nodes that are filled one by one', () => {
  const filled = (rows: readonly Row[], nodes = 3) => {
    const { podCounts, supply } = packed(nodes, rows);
    return fillNodes(podCounts, supply).witness.map(({ placed }) =>
      placed.map(({ workload, pods }) => `${pods} ${workload}`).join(' '),
    );
  };

  test('are filled to the last unit', () => {
    expect(filled([[4, 5, 1, 0]])).toEqual(['2 w0', '2 w0']);
  });

  test('take pods that ask for nothing, and none of who has none', () => {
    expect(filled([[2, 0, 0, 0]])).toEqual(['2 w0']);
    expect(
      filled([
        [0, 1, 1, 0],
        [1, 1, 1, 0],
      ]),
    ).toEqual(['1 w1']);
  });

  test('take alike pods in the order in which they are given', () => {
    expect(
      filled([
        [1, 6, 6, 0],
        [1, 6, 6, 0],
        [1, 6, 6, 0],
      ]),
    ).toEqual(['1 w0', '1 w1', '1 w2']);
  });
});

test('a share of what is not offered is none', () => {
  expect(dominantShare({ cpu: 5, [gpu]: 0 }, { cpu: 10, [gpu]: 0 })).toBe(0.5);
  expect(dominantShare({ cpu: 5, [gpu]: 1 }, { cpu: 10, [gpu]: 0 })).toBe(0.5);
});

describe('the search of everything', () => {
  test('takes up to forty pods', () => {
    const supplies = pools(['a', 4, { cpu: 10 }]);
    const { found } = searchPlacement([podCount('a', 40, { cpu: 1 })], supplies);
    expect(Array.isArray(found) && objections(found, [podCount('a', 40, { cpu: 1 })], supplies.values())).toEqual([]);
  });
});

describe('the lower bound', () => {
  test('counts pods that share a node with smaller ones only, up to those that just leave room for one', () => {
    expect(
      fewestNodes([podCount('a', 3, { cpu: 7 }), podCount('b', 2, { cpu: 6 }), podCount('c', 3, { cpu: 4 })], {
        cpu: 10,
      }),
    ).toBe(6);
  });

  test('looks at pools that pods share with others who share them with still others', () => {
    const podCounts = [
      podCount('x', 2, { cpu: 10 }, { pools: ['a', 'b'] }),
      podCount('y', 2, { cpu: 10 }, { pools: ['b', 'c'] }),
    ];
    const one = { cpu: 10 };
    expect(shortage(podCounts, pools(['a', 1, one], ['b', 1, one], ['c', 1, one]))).toMatchObject({
      pools: ['a', 'b', 'c'],
      wanted: 40,
      offered: 30,
    });
    expect(shortage(podCounts, pools(['a', 1, one], ['b', 2, one], ['c', 1, one]))).toBeUndefined();
  });

  test('names those who want what is short: nobody without pods, and nobody who wants something else', () => {
    const podCounts = [
      podCount('a', 2, { cpu: 6 }),
      podCount('none', 0, { cpu: 6 }),
      podCount('other', 1, { cpu: 0, memory: 1 }),
    ];
    expect(
      shortage(podCounts, pools(['a', 1, { cpu: 10, memory: 10 }]))?.podCounts.map(({ group }) => group.workload),
    ).toEqual(['a']);
    expect(fewestNodes([podCount('none', 0, { cpu: 20 })], { cpu: 10 })).toBe(0);
  });
  test('counts pods that are too large to share a node', () => {
    expect(fewestNodes([podCount('a', 5, { cpu: 6 })], { cpu: 10 })).toBe(5);
    expect(fewestNodes([podCount('a', 5, { cpu: 6 }), podCount('b', 5, { cpu: 5 })], { cpu: 10 })).toBe(8);
    expect(fewestNodes([podCount('a', 8, { [gpu]: 3 })], { [gpu]: 8 })).toBe(4);
  });

  test('looks at pools that some have to share', () => {
    const podCounts = [
      podCount('a', 3, { cpu: 5 }, { pools: ['a'] }),
      podCount('b', 2, { cpu: 5 }, { pools: ['a', 'b'] }),
    ];
    expect(shortage(podCounts, pools(['a', 2, { cpu: 10 }], ['b', 1, { cpu: 10 }]))).toBeUndefined();
    expect(shortage(podCounts, pools(['a', 1, { cpu: 10 }], ['b', 1, { cpu: 20 }]))).toMatchObject({
      pools: ['a'],
      wanted: 15,
      offered: 10,
    });
    expect(shortage(podCounts, pools(['a', 2, { cpu: 10 }], ['b', 1, { cpu: 4 }]))).toMatchObject({
      pools: ['a', 'b'],
      wanted: 5,
      offered: 4,
      by: { what: 'size', size: 5 },
    });
  });

  test('names what runs out first, whatever else is scarce', () => {
    const podCounts = [podCount('a', 22, { cpu: 2, [gpu]: 1 })];
    expect(shortage(podCounts, pools(['a', 6, { cpu: 7, [gpu]: 1 }]))).toMatchObject({
      resource: gpu,
      wanted: 22,
      offered: 6,
    });
    expect(shortage(podCounts, pools(['a', 6, { cpu: 2, [gpu]: 2 }]))).toMatchObject({
      resource: 'cpu',
      wanted: 44,
      offered: 12,
    });
  });
});

describe('the check of a witness', () => {
  const podCounts = [podCount('a', 2, { cpu: 6 })];
  const supply = { name: 'a', nodes: 2, offers: { cpu: 10 } };
  const on = (node: number, pods: number, workload = 'a', pool = 'a') => ({ pool, node, placed: [{ workload, pods }] });

  test.each([
    [[on(0, 1), on(1, 1)], []],
    [[on(0, 2)], ['node 0 of pool a has 10 of cpu, and 12 are taken']],
    [[on(0, 1)], ['2 pods of a are wanted, and 1 are placed']],
    [[on(0, 1), on(2, 1)], ['there is no node 2 in pool a']],
    [[on(0, 1), on(0, 1)], ['node 0 of pool a is listed twice']],
    [
      [on(0, 1), on(1, 1), on(1, 1, 'x')],
      ['node 1 of pool a is listed twice', 'x may not run on pool a'],
    ],
    [
      [on(0, 1), on(0, 1, 'a', 'b')],
      ['there is no node 0 in pool b', 'a may not run on pool b', 'node 0 of pool b has 0 of cpu, and 6 are taken'],
    ],
  ])('adds up %j', (witness, expected) => {
    expect(objections(witness, podCounts, [supply])).toEqual(expected);
  });
});
