/** Which of several workloads have a spare pod while they roll out, and why the others have none. */
import { describe, expect, test } from '@jest/globals';
import { rollouts, withoutSpare } from '../../lib/plan/disruption/rollout';
import type { PodCount } from '../../lib/plan/placement/demand';
import { podCount, gpu, pools } from './fixtures/pod-counts';

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `w${String(i).padStart(2, '0')}`);

/** Rollouts where all but the given ones may have a spare. */
const rolledOut = (podCounts: readonly PodCount[], gpus: number, given: readonly PodCount[] = []) => {
  const found = rollouts({
    podCounts,
    candidates: podCounts.filter((each) => !given.includes(each)).map(({ group }) => group),
    given: new Map(given.map(({ group }) => [group, withoutSpare])),
    supplies: pools(['a', 1, { [gpu]: gpus }]),
    batch: 1,
  });
  return {
    strategy: (name: string) => found.get(name)?.strategy,
    spares: [...found].flatMap(
      ([
        name,
        {
          strategy: { value },
        },
      ]) => (value.type === 'RollingUpdate' && value.maxSurge > 0 ? [name] : []),
    ),
  };
};
const alike = (count: number): readonly PodCount[] => names(count).map((name) => podCount(name, 1, { [gpu]: 1 }));

describe('spares', () => {
  test('go to as many as there is room for beside what still ends', () => {
    // Each needs one GPU for its pod and one for its spare.
    expect(rolledOut(alike(12), 24).spares).toHaveLength(12);
    expect(rolledOut(alike(12), 22).spares).toHaveLength(10);
    expect(rolledOut(alike(12), 12).spares).toEqual([]);
  });

  test('are given up in the order of names, among workloads that are alike', () => {
    expect(rolledOut(alike(12), 22).spares).toEqual(names(12).slice(2));
    expect(rolledOut([...alike(12)].reverse(), 22).spares).toEqual(names(12).slice(2).reverse());
  });

  test('are given up first by who has more pods, and before that by who matters less', () => {
    const two = (more: object) => [podCount('few', 1, { [gpu]: 1 }), podCount('many', 2, { [gpu]: 1 }, more)];
    expect(rolledOut(two({}), 4).spares).toEqual(['few']);
    expect(rolledOut(two({ priority: 20, preempts: false }), 4).spares).toEqual(['many']);
  });

  test('go to those who do without first, where theirs fit after all', () => {
    // The first in order is too large for any spare; the second gave way with it.
    const podCounts = [podCount('huge', 1, { [gpu]: 8 }, { priority: 5 }), ...alike(12)];
    const { spares } = rolledOut(podCounts, 8 + 24);
    expect(spares).toEqual(names(12));
  });

  test('of many are tried again for eight of those that gave way last, at most', () => {
    // Ten that are too large for a spare come last in order, before them one whose spare would fit.
    const small = podCount('small', 1, { [gpu]: 1 }, { priority: 4 });
    const large = (count: number) => names(count).map((name) => podCount(name, 1, { [gpu]: 9 }, { priority: 5 }));
    const room = (count: number) => 1 + 9 * count + 8;
    expect(rolledOut([small, ...large(7)], room(7)).spares).toEqual(['small']);
    expect(rolledOut([small, ...large(8)], room(8)).spares).toEqual([]);
  });

  test('are tried again for those that gave way, not for those that have theirs', () => {
    const podCounts = [
      podCount('small', 1, { [gpu]: 1 }, { priority: 4 }),
      podCount('huge', 1, { [gpu]: 9 }, { priority: 5 }),
      ...alike(12),
    ];
    expect(rolledOut(podCounts, 1 + 9 + 12 + 13).spares).toEqual(['small', ...names(12)]);
  });
});

describe('a strategy', () => {
  test('says why', () => {
    expect(rolledOut(alike(1), 2).strategy('w00')).toMatchObject({
      value: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
      because: 'an extra pod fits, even with all workloads at their maximum and rolling out at the same time',
    });
    expect(rolledOut(alike(1), 1).strategy('w00')).toMatchObject({
      value: { type: 'Recreate' },
      because: 'one replica, and an extra pod does not fit: the old pod ends before the new pod starts',
    });
    expect(rolledOut([podCount('x', 2, { [gpu]: 1 })], 2).strategy('x')).toMatchObject({
      value: withoutSpare,
      because: 'an extra pod does not fit: one old pod ends before its new pod starts',
    });
  });

  test('that is given stays, and who is not asked about has none', () => {
    const fixed = podCount('fixed', 2, { [gpu]: 1 });
    expect(rolledOut([fixed], 8, [fixed]).strategy('fixed')).toMatchObject({
      value: withoutSpare,
      because: 'as given',
    });
    const set = podCount('set', 2, { [gpu]: 1 });
    expect([
      ...rollouts({ podCounts: [set], candidates: [], supplies: pools(['a', 1, { [gpu]: 8 }]), batch: 1 }),
    ]).toEqual([]);
  });
});
