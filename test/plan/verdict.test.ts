/**
 * The three verdicts against everything that can happen, and the arrangements that the scheduler is known to get stuck
 * in.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Arrival } from '../../lib/plan/placement/arrival';
import { podsPerNode, type Crowd } from '../../lib/plan/placement/demand';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { objections } from '../../lib/plan/placement/witness';
import { canBePlaced, canBeShutOut } from './fixtures/brute-force';
import { crowd, gpu, group, pools, smallWorld, type Shape } from './fixtures/crowds';

const verdictOf = (crowds: readonly Crowd[], ...shapes: readonly Shape[]) =>
  judgePlacement(crowds, pools(...shapes)).fits;

describe('the verdict', () => {
  test('four small pods that spread over two nodes shut a large one out, although a packing exists', () => {
    const shapes: Shape = ['a', 2, { [gpu]: 4 }];
    expect(verdictOf([crowd('small', 4, { [gpu]: 1 }), crowd('large', 1, { [gpu]: 4 })], shapes)).toBe('in some order');
    expect(
      verdictOf([crowd('small', 4, { [gpu]: 1 }), crowd('large', 1, { [gpu]: 4 }, { priority: 20 })], shapes),
    ).toBe('in every order');
    expect(verdictOf([crowd('small', 4, { [gpu]: 1 }), crowd('large', 1, { [gpu]: 4 })], ['a', 5, { [gpu]: 4 }])).toBe(
      'in every order',
    );
    expect(verdictOf([crowd('small', 5, { [gpu]: 1 }), crowd('large', 1, { [gpu]: 4 })], shapes)).toBe('never');
  });

  test('a higher priority that never preempts helps nobody', () => {
    const crowds = [
      crowd('small', 4, { [gpu]: 1 }),
      crowd('large', 1, { [gpu]: 4 }, { priority: 20, preempts: false }),
    ];
    expect(verdictOf(crowds, ['a', 2, { [gpu]: 4 }])).toBe('in some order');
  });

  test('alike pods fill a pool to the last unit in every order', () => {
    expect(verdictOf([crowd('one', 23, { [gpu]: 1, cpu: 2 })], ['a', 3, { [gpu]: 8, cpu: 60 }])).toBe('in every order');
    expect(verdictOf([crowd('two', 12, { [gpu]: 2, cpu: 2 })], ['a', 3, { [gpu]: 8, cpu: 60 }])).toBe('in every order');
    expect(verdictOf([crowd('three', 4, { [gpu]: 3 })], ['a', 2, { [gpu]: 8 }])).toBe('in every order');
    expect(verdictOf([crowd('three', 5, { [gpu]: 3 })], ['a', 2, { [gpu]: 8 }])).toBe('never');
  });

  test('pods that can shut no node by their CPU are not counted against its GPUs', () => {
    const crowds = [crowd('gpus', 79, { [gpu]: 1, cpu: 2 }), crowd('cpus', 20, { [gpu]: 0, cpu: 1 })];
    expect(verdictOf(crowds, ['a', 20, { [gpu]: 4, cpu: 62 }])).toBe('in every order');
  });

  test('a second pool is room, too', () => {
    const crowds = [
      crowd('small', 2, { [gpu]: 1 }, { pools: ['a', 'b'] }),
      crowd('large', 1, { [gpu]: 4 }, { pools: ['a', 'b'] }),
    ];
    expect(verdictOf(crowds, ['a', 1, { [gpu]: 4 }], ['b', 1, { [gpu]: 4 }])).toBe('in some order');
    expect(verdictOf(crowds, ['a', 1, { [gpu]: 4 }], ['b', 2, { [gpu]: 4 }])).toBe('in every order');
  });

  test('a pool without nodes holds nobody', () => {
    expect(verdictOf([crowd('one', 1, { cpu: 1 })], ['a', 0, { cpu: 8 }])).toBe('never');
  });

  test('what never fits names the resource: a sum, or pods too large to share', () => {
    expect(
      judgePlacement([crowd('one', 9, { [gpu]: 1, cpu: 1 })], pools(['a', 2, { [gpu]: 4, cpu: 60 }])),
    ).toMatchObject({
      fits: 'never',
      shortage: { resource: gpu, wanted: 9, offered: 8, pools: ['a'], by: { what: 'sum' } },
    });
    expect(
      judgePlacement([crowd('three', 3, { [gpu]: 3, cpu: 1 })], pools(['a', 2, { [gpu]: 5, cpu: 60 }])),
    ).toMatchObject({
      fits: 'never',
      shortage: { resource: gpu, wanted: 3, offered: 2, by: { what: 'size', size: 3 } },
    });
  });

  test('never claims every order when an order gets stuck, nor never when a packing exists, and decides every small case', () => {
    let always = 0;
    let sure = 0;
    fc.assert(
      fc.property(smallWorld, ({ crowds, supplies }) => {
        const verdict = judgePlacement(crowds, supplies);
        expect(verdict.fits).not.toBe('unproven');
        expect(verdict.fits === 'never').toBe(!canBePlaced(crowds, supplies));
        const shutOut = crowds.some(({ group: each }) => canBeShutOut(each, crowds, supplies));
        if (verdict.fits === 'in every order') expect(shutOut).toBe(false);
        if (!shutOut) always += 1;
        if (verdict.fits === 'in every order') sure += 1;
        if ('witness' in verdict) expect(objections(verdict.witness, crowds, supplies.values())).toEqual([]);
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(always).toBeGreaterThan(40);
    expect(sure / always).toBeGreaterThan(0.93);
  });

  test('one more node, one more GPU or one pod less never makes a fitting crowd stuck', () => {
    fc.assert(
      fc.property(smallWorld, fc.nat(), ({ crowds, supplies }, pick) => {
        fc.pre(judgePlacement(crowds, supplies).fits === 'in every order');
        const [chosen] = [...supplies.values()].slice(pick % supplies.size);
        if (chosen === undefined) return;
        const larger = new Map(supplies).set(chosen.name, { ...chosen, nodes: chosen.nodes + 1 });
        expect(judgePlacement(crowds, larger).fits).toBe('in every order');
        const richer = new Map(supplies).set(chosen.name, {
          ...chosen,
          offers: { ...chosen.offers, cpu: (chosen.offers['cpu'] ?? 0) + 1 },
        });
        expect(judgePlacement(crowds, richer).fits).toBe('in every order');
        const fewer = crowds.map((each, i) => (i === pick % crowds.length ? { ...each, count: each.count - 1 } : each));
        expect(judgePlacement(fewer, supplies).fits).toBe('in every order');
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});

describe('arrival', () => {
  test('asks about many alike workloads as about one, and finds the ones that are stuck', () => {
    const small = Array.from({ length: 6 }, (_, i) => crowd(`small-${i}`, 1, { cpu: 1, memory: 10 + i }));
    const large = crowd('large', 1, { cpu: 1, memory: 90 });
    expect(
      new Arrival([...small, large], pools(['a', 1, { cpu: 20, memory: 100 }])).stuck().map(({ workload }) => workload),
    ).toEqual([...small.map(({ group: each }) => each.workload), 'large']);
    expect(new Arrival([...small, large], pools(['a', 6, { cpu: 20, memory: 100 }])).stuck()).toEqual([]);
    expect(
      new Arrival([...small, large], pools(['a', 2, { cpu: 20, memory: 100 }])).stuck().map(({ workload }) => workload),
    ).toEqual(['large']);
  });

  test('a search that is to find one stops at one', () => {
    const crowds = [crowd('x', 1, { cpu: 5 }), crowd('y', 1, { cpu: 6 })];
    expect(new Arrival(crowds, pools(['a', 1, { cpu: 4 }])).stuck(1)).toHaveLength(1);
  });

  test('names nobody without pods', () => {
    expect(new Arrival([crowd('x', 0, { cpu: 9 })], pools(['a', 1, { cpu: 4 }])).stuck()).toEqual([]);
  });

  test('an absent pod is asked about by itself', () => {
    expect(new Arrival([], pools(['a', 1, { cpu: 4 }])).fits(group('x', { cpu: 4 }))).toBe(true);
    expect(new Arrival([], pools(['a', 1, { cpu: 4 }])).fits(group('x', { cpu: 5 }))).toBe(false);
  });
});

test('a node holds as many pods as its scarcest resource allows', () => {
  expect(podsPerNode({ cpu: 2, [gpu]: 1, memory: 0 }, { cpu: 9, [gpu]: 8, memory: 0 })).toBe(4);
});
