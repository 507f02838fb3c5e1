/** The packing against its lower bound, the witness against an addition of its own, and both bounds against each other. */
import { describe, expect, test } from '@jest/globals';
import { fewestNodes, shortage } from '../../lib/plan/placement/lower-bound';
import { fillNodes, pack, tightest } from '../../lib/plan/placement/packing';
import { searchPlacement } from '../../lib/plan/placement/exact';
import { objections } from '../../lib/plan/placement/witness';
import { crowd, gpu, pools } from './fixtures/crowds';
import { cpuFleet, cpuNodes, gpuFleet, gpuNodes } from './fixtures/fleet';

describe('the packing', () => {
  test.each([['GPU', gpuFleet, gpuNodes], ['CPU', cpuFleet, cpuNodes]] as const)('of random %s fleets is within 3 %% of the lower bound, added up', (_, fleet, nodes) => {
    const fleets = Array.from({ length: 6 }, (__, seed) => fleet(100 + 20 * seed, seed + 1));
    const results = fleets.map((crowds) => {
      const bound = fewestNodes(crowds, nodes(1).offers);
      const { witness, leftOver } = tightest(crowds, nodes(400), bound);
      expect(leftOver).toEqual([]);
      expect(objections(witness, crowds, [nodes(400)])).toEqual([]);
      expect(witness.length).toBeGreaterThanOrEqual(bound);
      return { used: witness.length, bound };
    });
    const used = results.reduce((sum, each) => sum + each.used, 0);
    const bound = results.reduce((sum, each) => sum + each.bound, 0);
    expect(used / bound).toBeLessThanOrEqual(1.03);
  });

  test('finds what first fit misses by trying all', () => {
    const crowds = [crowd('a', 2, { cpu: 4, memory: 1 }), crowd('b', 2, { cpu: 3, memory: 5 }), crowd('c', 2, { cpu: 3, memory: 4 })];
    const supplies = pools(['a', 2, { cpu: 10, memory: 10 }]);
    const { found } = searchPlacement(crowds, supplies);
    expect(Array.isArray(found) && objections(found, crowds, supplies.values())).toEqual([]);
    expect(searchPlacement([crowd('a', 3, { cpu: 6 })], supplies)).toEqual({ found: 'none' });
    expect(searchPlacement([crowd('a', 41, { cpu: 1 })], supplies)).toEqual({ found: 'nothing known' });
  });

  test('says what is left over', () => {
    expect(pack([crowd('a', 3, { cpu: 6 })], pools(['a', 2, { cpu: 10 }])).leftOver).toMatchObject([{ count: 1, group: { workload: 'a' } }]);
    expect(fillNodes([crowd('a', 3, { cpu: 6 })], { name: 'a', nodes: 2, offers: { cpu: 10 } }).leftOver).toMatchObject([{ count: 1 }]);
    expect(pack([], pools())).toEqual({ witness: [], leftOver: [] });
  });

  test('prefers the first pool of a workload', () => {
    const { witness } = pack([crowd('a', 3, { cpu: 6 }, { pools: ['b', 'a'] })], pools(['a', 2, { cpu: 10 }], ['b', 2, { cpu: 10 }]));
    expect(witness.filter(({ pool }) => pool === 'b')).toHaveLength(2);
  });
});

describe('the lower bound', () => {
  test('counts pods that are too large to share a node', () => {
    expect(fewestNodes([crowd('a', 5, { cpu: 6 })], { cpu: 10 })).toBe(5);
    expect(fewestNodes([crowd('a', 5, { cpu: 6 }), crowd('b', 5, { cpu: 5 })], { cpu: 10 })).toBe(8);
    expect(fewestNodes([crowd('a', 8, { [gpu]: 3 })], { [gpu]: 8 })).toBe(4);
  });

  test('looks at pools that some have to share', () => {
    const crowds = [crowd('a', 3, { cpu: 5 }, { pools: ['a'] }), crowd('b', 2, { cpu: 5 }, { pools: ['a', 'b'] })];
    expect(shortage(crowds, pools(['a', 2, { cpu: 10 }], ['b', 1, { cpu: 10 }]))).toBeUndefined();
    expect(shortage(crowds, pools(['a', 1, { cpu: 10 }], ['b', 1, { cpu: 20 }]))).toMatchObject({ pools: ['a'], wanted: 15, offered: 10 });
    expect(shortage(crowds, pools(['a', 2, { cpu: 10 }], ['b', 1, { cpu: 4 }]))).toMatchObject({ pools: ['a', 'b'], wanted: 5, offered: 4, by: { what: 'size', size: 5 } });
  });

  test('names what runs out first, whatever else is scarce', () => {
    const crowds = [crowd('a', 22, { cpu: 2, [gpu]: 1 })];
    expect(shortage(crowds, pools(['a', 6, { cpu: 7, [gpu]: 1 }]))).toMatchObject({ resource: gpu, wanted: 22, offered: 6 });
    expect(shortage(crowds, pools(['a', 6, { cpu: 2, [gpu]: 2 }]))).toMatchObject({ resource: 'cpu', wanted: 44, offered: 12 });
  });
});

describe('the check of a witness', () => {
  const crowds = [crowd('a', 2, { cpu: 6 })];
  const supply = { name: 'a', nodes: 2, offers: { cpu: 10 } };
  const on = (node: number, pods: number, workload = 'a', pool = 'a') => ({ pool, node, placed: [{ workload, pods }] });

  test.each([
    [[on(0, 1), on(1, 1)], []],
    [[on(0, 2)], ['node 0 of pool a has 10 of cpu, and 12 are taken']],
    [[on(0, 1)], ['2 pods of a are wanted, and 1 are placed']],
    [[on(0, 1), on(2, 1)], ['there is no node 2 in pool a']],
    [[on(0, 1), on(0, 1)], ['node 0 of pool a is listed twice']],
    [[on(0, 1), on(1, 1), on(1, 1, 'x')], ['node 1 of pool a is listed twice', 'x may not run on pool a']],
    [[on(0, 1), on(0, 1, 'a', 'b')], ['there is no node 0 in pool b', 'a may not run on pool b', 'node 0 of pool b has 0 of cpu, and 6 are taken']],
  ])('adds up %j', (witness, expected) => {
    expect(objections(witness, crowds, [supply])).toEqual(expected);
  });
});
