/**
 * How many nodes the pods of a group can make unusable: the weights that prove it, the splits over resources, and the least that shuts a
 * node.
 */
import { describe, expect, test } from '@jest/globals';
import { cannotShutAll, mostShut } from '../../lib/plan/placement/adversary';
import { shuttingAmount } from '../../lib/plan/placement/threshold';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { podCount, gpu, pools } from './fixtures/pod-counts';

describe('the pods of a group', () => {
  test('cannot shut more nodes than its parts add up to', () => {
    expect(cannotShutAll([{ count: 7, parts: [0.25] }], [2])).toBe(true);
    expect(cannotShutAll([{ count: 8, parts: [0.25] }], [2])).toBe(false);
    expect(cannotShutAll([], [1])).toBe(true);
    expect(cannotShutAll([], [0])).toBe(false);
  });

  test('is weighed by what each column costs it: four pods shut a node of one pool, two of the other', () => {
    const nodes = [2, 2];
    expect(cannotShutAll([{ count: 11, parts: [1 / 4, 1 / 2] }], nodes)).toBe(true);
    expect(cannotShutAll([{ count: 12, parts: [1 / 4, 1 / 2] }], nodes)).toBe(false);
    expect(cannotShutAll([{ count: 11, parts: [1 / 2, 1 / 4] }], nodes)).toBe(true);
    expect(cannotShutAll([{ count: 23, parts: [1 / 8, 1 / 4, 1 / 4] }], [2, 1, 1])).toBe(true);
    expect(cannotShutAll([{ count: 24, parts: [1 / 8, 1 / 4, 1 / 4] }], [2, 1, 1])).toBe(false);
  });

  test('is weighed at what every competitor says, not the first alone', () => {
    expect(
      cannotShutAll(
        [
          { count: 0, parts: [1, 0] },
          { count: 11, parts: [1 / 4, 1 / 2] },
        ],
        [2, 2],
      ),
    ).toBe(true);
  });

  test('shuts all where nothing is left by more than rounding', () => {
    expect(cannotShutAll([], [1e-9])).toBe(false);
    expect(cannotShutAll([], [2e-9])).toBe(true);
  });

  test('that reaches one column only leaves the other open', () => {
    expect(cannotShutAll([{ count: 99, parts: [1, 0] }], [2, 1])).toBe(true);
    expect(
      cannotShutAll(
        [
          { count: 99, parts: [1, 0] },
          { count: 3, parts: [0, 0.25] },
        ],
        [2, 1],
      ),
    ).toBe(true);
    expect(
      cannotShutAll(
        [
          { count: 99, parts: [1, 0] },
          { count: 4, parts: [0, 0.25] },
        ],
        [2, 1],
      ),
    ).toBe(false);
  });

  test('shuts whole nodes', () => {
    expect(mostShut([{ count: 7, parts: [0.25, 1] }], 0)).toBe(1);
    expect(mostShut([{ count: 3, parts: [1 / 3] }], 0)).toBe(1);
    expect(
      mostShut(
        [
          { count: 3, parts: [1 / 3] },
          { count: -1, parts: [1 / 3] },
        ],
        0,
      ),
    ).toBe(0);
  });

  test('shuts each node by one resource: what is spent on one is not there for the other', () => {
    const podCounts = (cpus: number) => [
      podCount('gpus', 16, { [gpu]: 1, cpu: 2400 }),
      podCount('cpus', cpus, { [gpu]: 0, cpu: 3000 }),
    ];
    const supplies = pools(['a', 4, { [gpu]: 4, cpu: 62_400 }]);
    expect(judgePlacement(podCounts(10), supplies).fits).toBe('in every order');
    expect(judgePlacement(podCounts(21), supplies).fits).toBe('in some order');
  });
});

test('a resource by which no node can be shut is no way to shut one', () => {
  const both = { pools: ['a', 'b'] };
  const node = { [gpu]: 4, cpu: 100 };
  expect(
    judgePlacement(
      [podCount('gpus', 8, { [gpu]: 1, cpu: 1 }, both), podCount('cpus', 3, { [gpu]: 0, cpu: 10 }, both)],
      pools(['a', 1, node], ['b', 1, node]),
    ).fits,
  ).toBe('in every order');
});

describe('the least that shuts a node', () => {
  test('is the next sum that the sizes reach', () => {
    expect(shuttingAmount(4, 1, [1])).toBe(4);
    expect(shuttingAmount(4, 2, [1, 2])).toBe(3);
    expect(shuttingAmount(4, 2, [2])).toBe(4);
    expect(shuttingAmount(8, 4, [3])).toBe(6);
    expect(shuttingAmount(9, 5, [3, 5])).toBe(5);
    expect(shuttingAmount(11, 4, [3, 5])).toBe(8);
  });

  test('is nothing where no sum that fits the node is so large', () => {
    expect(shuttingAmount(8, 3, [5])).toBeUndefined();
    expect(shuttingAmount(4, 1, [3])).toBeUndefined();
    expect(shuttingAmount(4, 1, [5])).toBeUndefined();
    expect(shuttingAmount(4, 1, [])).toBeUndefined();
    expect(shuttingAmount(4, 1, [0])).toBeUndefined();
    expect(shuttingAmount(4, 0, [2])).toBeUndefined();
    expect(shuttingAmount(4, 4, [4])).toBe(4);
  });

  test('is a multiple of the common divisor where sums are too many to try', () => {
    expect(shuttingAmount(100_000, 1, [3, 7])).toBe(100_000);
    expect(shuttingAmount(100_000, 0, [3, 7])).toBeUndefined();
    expect(shuttingAmount(4096, 96, [3, 4001])).toBe(4001);
    expect(shuttingAmount(4097, 96, [3, 4004])).toBe(4002);
    expect(
      shuttingAmount(
        1000,
        500,
        Array.from({ length: 65 }, (_, i) => 600 + i),
      ),
    ).toBe(501);
    expect(
      shuttingAmount(
        1000,
        500,
        Array.from({ length: 64 }, (_, i) => 600 + i),
      ),
    ).toBe(600);
    expect(shuttingAmount(4096, 1, [3, 4094])).toBeUndefined();
  });
});
