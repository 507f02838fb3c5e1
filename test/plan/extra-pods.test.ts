/** Pods that there are during a rollout: what is counted is never too little, and reached. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extraPods, rollingExtra } from '../../lib/plan/disruption/extra-pods';
import { mostPods } from './fixtures/deployment';

const grace = 60;
const steps = fc
  .record({
    replicas: fc.integer({ min: 1, max: 9 }),
    maxSurge: fc.integer({ min: 0, max: 4 }),
    maxUnavailable: fc.integer({ min: 0, max: 4 }),
  })
  .map((each) => ({ ...each, maxUnavailable: Math.min(each.maxUnavailable, each.replicas) }));
const pick =
  (times: readonly number[]) =>
  (nth: number): number =>
    times[nth % times.length] ?? 1;

describe('pods beyond the wanted number', () => {
  test('are never more than counted, however long pods take to start and to end within their grace period', () => {
    fc.assert(
      fc.property(
        steps,
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 0, max: grace }), { minLength: 1 }),
        (rolling, starts, ends) => {
          const most = mostPods({ ...rolling, minReady: grace, startOf: pick(starts), endOf: pick(ends) });
          expect(most).toBeLessThanOrEqual(rolling.replicas + rollingExtra(rolling, rolling.replicas));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('are as many as counted where every pod takes its time, with spares or without', () => {
    fc.assert(
      fc.property(steps, (rolling) => {
        fc.pre(rolling.maxSurge === 0 || rolling.maxUnavailable === 0);
        const most = mostPods({ ...rolling, minReady: grace, startOf: () => 1, endOf: () => grace });
        expect(most).toBe(rolling.replicas + rollingExtra(rolling, rolling.replicas));
      }),
      { numRuns: 500 },
    );
  });

  test('pile up where a pod need not have been ready for so long', () => {
    const hasty = { replicas: 6, maxSurge: 1, maxUnavailable: 0, minReady: 0, startOf: () => 1, endOf: () => grace };
    expect(mostPods(hasty)).toBe(12);
    expect(mostPods({ ...hasty, minReady: grace })).toBe(8);
  });

  test.each([
    ['a spare, and the former pod that still ends', { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 }, 3, 2],
    [
      'the spare of the only pod, after which none is made',
      { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
      1,
      1,
    ],
    ['the former pod that still ends', { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 }, 3, 1],
    ['none where all are gone before', { type: 'Recreate' }, 3, 0],
  ] as const)('%s', (_, strategy, replicas, extra) => {
    expect(extraPods(strategy, replicas)).toBe(extra);
  });
});
