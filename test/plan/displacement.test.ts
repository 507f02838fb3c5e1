/** Which pods may be preempted: those of lower classes on the only nodes for a pod, and what they displace in turn. */
import { describe, expect, test } from '@jest/globals';
import { displacements, preemptors } from '../../lib/plan/disruption/displacement';
import type { PodCount } from '../../lib/plan/placement/demand';
import { podCount, gpu, pools } from './fixtures/pod-counts';

const batch = 1;
/** Two nodes of four cores. */
const two = pools(['a', 2, { cpu: 4 }]);
const high = (count = 1) => podCount('high', count, { cpu: 4 }, { priority: 9 });
const found = (podCounts: readonly PodCount[], supplies = two) =>
  displacements(podCounts, supplies, batch).map(({ group, displaces }) => [
    group.workload,
    displaces.map(({ workload }) => workload),
  ]);

describe('a pod that may find no free node', () => {
  test('pushes out a lower class that fills the nodes', () => {
    expect(found([high(), podCount('low', 2, { cpu: 2 }, { priority: 5 })])).toEqual([['high', ['low']]]);
    expect(
      [...preemptors([high(), podCount('low', 2, { cpu: 2 }, { priority: 5 })], two, batch)].map(
        ({ workload }) => workload,
      ),
    ).toEqual(['high']);
  });

  test('pushes nobody out where a node stays free', () => {
    expect(found([high(), podCount('low', 1, { cpu: 2 }, { priority: 5 })])).toEqual([]);
  });

  test('pushes nobody out who does not preempt', () => {
    expect(
      found([
        podCount('high', 1, { cpu: 4 }, { priority: 9, preempts: false }),
        podCount('low', 2, { cpu: 2 }, { priority: 5 }),
      ]),
    ).toEqual([]);
  });

  test.each([
    ['of its own class', { priority: 9 }],
    ['of a higher class', { priority: 10 }],
    ['of batch, which gives way to everybody', { priority: batch }],
    ['that end by themselves', { priority: 5, ends: true }],
    ['on other pools', { priority: 5, pools: ['b'] }],
  ] as const)('names none %s', (_, options) => {
    expect(found([high(), podCount('other', 2, { cpu: 2 }, options)]).filter(([name]) => name === 'high')).toEqual([]);
  });

  test('names one of the class above batch', () => {
    expect(found([high(), podCount('low', 2, { cpu: 2 }, { priority: batch + 1 })])).toEqual([['high', ['low']]]);
  });

  test('pushes nobody else out where batch gives way', () => {
    expect(
      found([
        high(),
        podCount('low', 1, { cpu: 2 }, { priority: 5 }),
        podCount('batch', 2, { cpu: 2 }, { priority: batch }),
      ]),
    ).toEqual([]);
  });

  test('names no workload without a pod, and is none without one', () => {
    expect(
      found([
        high(),
        podCount('low', 2, { cpu: 2 }, { priority: 5 }),
        podCount('none', 0, { cpu: 2 }, { priority: 5 }),
      ]),
    ).toEqual([['high', ['low']]]);
    expect(found([high(0), podCount('low', 2, { cpu: 2 }, { priority: 5 })])).toEqual([]);
    expect(
      found([
        high(),
        podCount('also high', 0, { cpu: 4 }, { priority: 9 }),
        podCount('low', 2, { cpu: 2 }, { priority: 5 }),
      ]),
    ).toEqual([['high', ['low']]]);
  });

  test('names those that stay and not those of the same class that end by themselves', () => {
    expect(
      found([
        high(),
        podCount('stays', 2, { cpu: 2 }, { priority: 5 }),
        podCount('ends', 2, { cpu: 1 }, { priority: 5, ends: true }),
      ]),
    ).toEqual([['high', ['stays']]]);
  });

  test('names each of a class, on whichever of its pools they are', () => {
    const supplies = pools(['a', 1, { cpu: 4 }], ['b', 1, { cpu: 4 }]);
    const wide = podCount('high', 1, { cpu: 4 }, { priority: 9, pools: ['a', 'b'] });
    expect(
      found(
        [
          wide,
          podCount('x', 1, { cpu: 2 }, { priority: 5, pools: ['a'] }),
          podCount('y', 1, { cpu: 2 }, { priority: 5, pools: ['b'] }),
        ],
        supplies,
      ),
    ).toEqual([['high', ['x', 'y']]]);
  });
});

describe('who is pushed out', () => {
  test('pushes on where it may find no free node either', () => {
    const podCounts = [
      high(),
      podCount('middle', 1, { cpu: 3 }, { priority: 6 }),
      podCount('low', 2, { cpu: 2 }, { priority: 5, pools: ['a'] }),
    ];
    expect(found(podCounts)).toEqual([
      ['high', ['middle', 'low']],
      ['middle', ['low']],
    ]);
  });

  test('reaches by its own pools the workloads that the first does not', () => {
    const supplies = pools(['a', 1, { cpu: 4 }], ['b', 1, { cpu: 4 }]);
    const first = podCount('high', 1, { cpu: 4 }, { priority: 9, pools: ['a'] });
    const middle = podCount('middle', 1, { cpu: 3 }, { priority: 6, pools: ['a', 'b'] });
    const low = podCount('low', 1, { cpu: 2 }, { priority: 5, pools: ['b'] });
    expect(found([first, middle, low], supplies)).toEqual([
      ['high', ['middle', 'low']],
      ['middle', ['low']],
    ]);
  });

  test('pushes on where one of its class may find none, although others do', () => {
    const supplies = pools(['a', 1, { cpu: 4 }], ['b', 1, { cpu: 4, [gpu]: 1 }]);
    const first = podCount('high', 1, { cpu: 4 }, { priority: 9, pools: ['a'] });
    const middle = { priority: 6, pools: ['a', 'b'] };
    const low = podCount('low', 1, { [gpu]: 1 }, { priority: 5, pools: ['b'] });
    expect(
      found(
        [first, podCount('on a GPU', 1, { [gpu]: 1 }, middle), podCount('on a CPU', 1, { cpu: 1 }, middle), low],
        supplies,
      ),
    ).toEqual([
      ['high', ['on a GPU', 'on a CPU', 'low']],
      ['on a GPU', ['low']],
    ]);
  });

  test('pushes nobody on where it finds a free node', () => {
    const supplies = pools(['a', 1, { cpu: 4 }], ['b', 2, { cpu: 4 }]);
    const first = podCount('high', 1, { cpu: 4 }, { priority: 9, pools: ['a'] });
    const middle = podCount('middle', 1, { cpu: 1 }, { priority: 6, pools: ['a', 'b'] });
    const low = podCount('low', 1, { cpu: 2 }, { priority: 5, pools: ['b'] });
    expect(found([first, middle, low], supplies)).toEqual([['high', ['middle']]]);
  });
});
