/**
 * The three verdicts against everything that can happen, and the arrangements that the scheduler is known to get stuck
 * in.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Arrival } from '../../lib/plan/placement/arrival';
import { podsPerNode, type PodCount } from '../../lib/plan/placement/demand';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { objections } from './fixtures/objections';
import { canBePlaced, canBeShutOut } from './fixtures/brute-force';
import { podCount, gpu, group, pools, smallWorld, type Shape } from './fixtures/pod-counts';

const verdictOf = (podCounts: readonly PodCount[], ...shapes: readonly Shape[]) =>
  judgePlacement(podCounts, pools(...shapes)).fits;

describe('the verdict', () => {
  test('four small pods that spread over two nodes shut a large one out, although a packing exists', () => {
    const shapes: Shape = ['a', 2, { [gpu]: 4 }];
    expect(verdictOf([podCount('small', 4, { [gpu]: 1 }), podCount('large', 1, { [gpu]: 4 })], shapes)).toBe(
      'in some order',
    );
    expect(
      verdictOf([podCount('small', 4, { [gpu]: 1 }), podCount('large', 1, { [gpu]: 4 }, { priority: 20 })], shapes),
    ).toBe('in every order');
    expect(
      verdictOf([podCount('small', 4, { [gpu]: 1 }), podCount('large', 1, { [gpu]: 4 })], ['a', 5, { [gpu]: 4 }]),
    ).toBe('in every order');
    expect(verdictOf([podCount('small', 5, { [gpu]: 1 }), podCount('large', 1, { [gpu]: 4 })], shapes)).toBe('never');
  });

  test('a higher priority that never preempts helps nobody', () => {
    const podCounts = [
      podCount('small', 4, { [gpu]: 1 }),
      podCount('large', 1, { [gpu]: 4 }, { priority: 20, preempts: false }),
    ];
    expect(verdictOf(podCounts, ['a', 2, { [gpu]: 4 }])).toBe('in some order');
  });

  test('alike pods fill a pool to the last unit in every order', () => {
    expect(verdictOf([podCount('one', 23, { [gpu]: 1, cpu: 2 })], ['a', 3, { [gpu]: 8, cpu: 60 }])).toBe(
      'in every order',
    );
    expect(verdictOf([podCount('two', 12, { [gpu]: 2, cpu: 2 })], ['a', 3, { [gpu]: 8, cpu: 60 }])).toBe(
      'in every order',
    );
    expect(verdictOf([podCount('three', 4, { [gpu]: 3 })], ['a', 2, { [gpu]: 8 }])).toBe('in every order');
    expect(verdictOf([podCount('three', 5, { [gpu]: 3 })], ['a', 2, { [gpu]: 8 }])).toBe('never');
  });

  test('pods that can shut no node by their CPU are not counted against its GPUs', () => {
    const podCounts = [podCount('gpus', 79, { [gpu]: 1, cpu: 2 }), podCount('cpus', 20, { [gpu]: 0, cpu: 1 })];
    expect(verdictOf(podCounts, ['a', 20, { [gpu]: 4, cpu: 62 }])).toBe('in every order');
  });

  test('a second pool is room, too', () => {
    const podCounts = [
      podCount('small', 2, { [gpu]: 1 }, { pools: ['a', 'b'] }),
      podCount('large', 1, { [gpu]: 4 }, { pools: ['a', 'b'] }),
    ];
    expect(verdictOf(podCounts, ['a', 1, { [gpu]: 4 }], ['b', 1, { [gpu]: 4 }])).toBe('in some order');
    expect(verdictOf(podCounts, ['a', 1, { [gpu]: 4 }], ['b', 2, { [gpu]: 4 }])).toBe('in every order');
  });

  test('a pool without nodes holds nobody', () => {
    expect(verdictOf([podCount('one', 1, { cpu: 1 })], ['a', 0, { cpu: 8 }])).toBe('never');
  });

  test('what never fits names the resource: a sum, or pods too large to share', () => {
    expect(
      judgePlacement([podCount('one', 9, { [gpu]: 1, cpu: 1 })], pools(['a', 2, { [gpu]: 4, cpu: 60 }])),
    ).toMatchObject({
      fits: 'never',
      shortage: { resource: gpu, wanted: 9, offered: 8, pools: ['a'], by: { what: 'sum' } },
    });
    expect(
      judgePlacement([podCount('three', 3, { [gpu]: 3, cpu: 1 })], pools(['a', 2, { [gpu]: 5, cpu: 60 }])),
    ).toMatchObject({
      fits: 'never',
      shortage: { resource: gpu, wanted: 3, offered: 2, by: { what: 'size', size: 3 } },
    });
  });

  test('never claims every order when an order gets stuck, nor never when a packing exists, and decides every small case', () => {
    let always = 0;
    let sure = 0;
    fc.assert(
      fc.property(smallWorld, ({ podCounts, supplies }) => {
        const verdict = judgePlacement(podCounts, supplies);
        expect(verdict.fits).not.toBe('unproven');
        expect(verdict.fits === 'never').toBe(!canBePlaced(podCounts, supplies));
        const shutOut = podCounts.some(({ group: each }) => canBeShutOut(each, podCounts, supplies));
        if (verdict.fits === 'in every order') expect(shutOut).toBe(false);
        if (!shutOut) always += 1;
        if (verdict.fits === 'in every order') sure += 1;
        if ('witness' in verdict) expect(objections(verdict.witness, podCounts, supplies.values())).toEqual([]);
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(always).toBeGreaterThan(40);
    expect(sure / always).toBeGreaterThan(0.93);
  });

  test('one more node, one more GPU or one pod less never makes pods that fit stuck', () => {
    fc.assert(
      fc.property(smallWorld, fc.nat(), ({ podCounts, supplies }, pick) => {
        fc.pre(judgePlacement(podCounts, supplies).fits === 'in every order');
        const [chosen] = [...supplies.values()].slice(pick % supplies.size);
        if (chosen === undefined) return;
        const larger = new Map(supplies).set(chosen.name, { ...chosen, nodes: chosen.nodes + 1 });
        expect(judgePlacement(podCounts, larger).fits).toBe('in every order');
        const richer = new Map(supplies).set(chosen.name, {
          ...chosen,
          offers: { ...chosen.offers, cpu: (chosen.offers['cpu'] ?? 0) + 1 },
        });
        expect(judgePlacement(podCounts, richer).fits).toBe('in every order');
        const fewer = podCounts.map((each, i) =>
          i === pick % podCounts.length ? { ...each, count: each.count - 1 } : each,
        );
        expect(judgePlacement(fewer, supplies).fits).toBe('in every order');
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});

describe('arrival', () => {
  test('asks about many alike workloads as about one, and finds the ones that are stuck', () => {
    const small = Array.from({ length: 6 }, (_, i) => podCount(`small-${i}`, 1, { cpu: 1, memory: 10 + i }));
    const large = podCount('large', 1, { cpu: 1, memory: 90 });
    expect(
      new Arrival([...small, large], pools(['a', 1, { cpu: 20, memory: 100 }])).stuck().map(({ workload }) => workload),
    ).toEqual([...small.map(({ group: each }) => each.workload), 'large']);
    expect(new Arrival([...small, large], pools(['a', 6, { cpu: 20, memory: 100 }])).stuck()).toEqual([]);
    expect(
      new Arrival([...small, large], pools(['a', 2, { cpu: 20, memory: 100 }])).stuck().map(({ workload }) => workload),
    ).toEqual(['large']);
  });

  test('a search that is to find one stops at one', () => {
    const podCounts = [podCount('x', 1, { cpu: 5 }), podCount('y', 1, { cpu: 6 })];
    expect(new Arrival(podCounts, pools(['a', 1, { cpu: 4 }])).stuck(1)).toHaveLength(1);
  });

  test('names nobody without pods', () => {
    expect(new Arrival([podCount('x', 0, { cpu: 9 })], pools(['a', 1, { cpu: 4 }])).stuck()).toEqual([]);
  });

  test('an absent pod is asked about by itself', () => {
    expect(new Arrival([], pools(['a', 1, { cpu: 4 }])).fits(group('x', { cpu: 4 }))).toBe(true);
    expect(new Arrival([], pools(['a', 1, { cpu: 4 }])).fits(group('x', { cpu: 5 }))).toBe(false);
  });
});

test('a node holds as many pods as its scarcest resource allows', () => {
  expect(podsPerNode({ cpu: 2, [gpu]: 1, memory: 0 }, { cpu: 9, [gpu]: 8, memory: 0 })).toBe(4);
});
