/** Drains of one node, pool by pool: who is without room then, who is pushed out, and what budgets allow. */
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib/environment/environment';
import { planDrains } from '../../lib/plan/disruption/drain';
import type { PodCount, PodGroup } from '../../lib/plan/placement/demand';
import type { Supplies } from '../../lib/plan/placement/arrival';
import { podCount, gpu, pools } from './fixtures/pod-counts';

/** Drains where everything is promised a place, unless other maxima are given. */
function drained(
  podCounts: readonly PodCount[],
  supplies: Supplies,
  {
    pinned = [],
    maxima = podCounts,
  }: { readonly pinned?: readonly PodGroup[]; readonly maxima?: readonly PodCount[] } = {},
) {
  const environment = {
    nodePools: Object.fromEntries([...supplies.keys()].map((name) => [name, {}])),
    cluster: { priorityClasses: 'owned' },
    priorities: { batch: 1 },
  } as unknown as Environment;
  const { drains, maxUnavailable } = planDrains(environment, podCounts, maxima, supplies, new Set(pinned));
  return {
    outages: Object.fromEntries(drains.map(({ pool, outage }) => [pool, outage])),
    budget: (workload: string) => maxUnavailable.get(workload),
  };
}

describe('a drain', () => {
  test('takes a node of its own pool, and of no other', () => {
    const { outages } = drained(
      [podCount('x', 1, { [gpu]: 1 }), podCount('y', 2, { [gpu]: 1 }, { pools: ['b'] })],
      pools(['a', 2, { [gpu]: 1 }], ['b', 2, { [gpu]: 1 }]),
    );
    expect(outages).toEqual({ a: [], b: [{ workload: 'y', pods: 1 }] });
  });

  test('names nobody without pods, and nobody who ends by itself', () => {
    const idle = podCount('idle', 0, { [gpu]: 1 });
    const job = podCount('job', 1, { [gpu]: 1 }, { ends: true });
    expect(drained([idle, job], pools(['a', 1, { [gpu]: 1 }]), { pinned: [idle.group] }).outages).toEqual({ a: [] });
  });

  test('names who comes back to its own node only, though another has room', () => {
    const server = podCount('server', 1, { [gpu]: 1 });
    expect(
      drained([server], pools(['a', 2, { [gpu]: 1 }], ['b', 1, { [gpu]: 1 }]), { pinned: [server.group] }).outages,
    ).toEqual({ a: [{ workload: 'server', pods: 1 }], b: [] });
  });

  test('names who is pushed out in its own pool, and not who may be in another', () => {
    // Two nodes: a pod of 2 finds each with one GPU taken, and pushes one out.
    const pressed = (pool: string) => [
      podCount(`high-${pool}`, 1, { [gpu]: 2 }, { pools: [pool], priority: 100 }),
      podCount(`low-${pool}`, 2, { [gpu]: 1 }, { pools: [pool] }),
    ];
    const { outages } = drained(
      [...pressed('a'), podCount('calm', 1, { [gpu]: 1 }, { pools: ['b'] })],
      pools(['a', 3, { [gpu]: 2 }], ['b', 2, { [gpu]: 1 }]),
    );
    expect(outages).toEqual({ a: [{ workload: 'low-a', pods: 0 }], b: [] });
  });

  test('names once who is without room and pushed out as well, and beside it who is only pushed out', () => {
    const high = podCount('high', 1, { [gpu]: 2 }, { priority: 100 });
    const low = podCount('low', 2, { [gpu]: 1 });
    const pinned = podCount('pinned', 1, { cpu: 1 });
    const shape = pools(['a', 3, { [gpu]: 2, cpu: 1 }]);
    expect(drained([high, low, pinned], shape, { pinned: [pinned.group] }).outages['a']).toEqual([
      { workload: 'pinned', pods: 1 },
      { workload: 'low', pods: 0 },
    ]);
    expect(drained([high, podCount('low', 3, { [gpu]: 1 })], shape).outages['a']).toEqual([
      { workload: 'low', pods: 2 },
    ]);
  });
});

describe('a budget', () => {
  const wide = podCount('wide', 6, { [gpu]: 1 }, { pools: ['big', 'small'] });

  test('allows what the node with most of its pods holds, whichever pool comes first', () => {
    for (const order of [
      ['big', 'small'],
      ['small', 'big'],
    ]) {
      const sizes = { big: 4, small: 2 };
      const supplies = pools(...order.map((name) => [name, 1, { [gpu]: sizes[name as 'big' | 'small'] }] as const));
      expect(drained([wide], supplies).budget('wide')).toMatchObject({
        value: 4,
        because: expect.stringContaining('one node of pool big can hold, 4:'),
      });
    }
  });

  test('names the first of pools whose nodes hold as many', () => {
    expect(drained([wide], pools(['big', 1, { [gpu]: 3 }], ['small', 1, { [gpu]: 3 }])).budget('wide')).toMatchObject({
      value: 3,
      because: expect.stringContaining('pool big'),
    });
  });

  test('is for the maxima, which may wait for room already', () => {
    const [some, most] = [podCount('x', 1, { [gpu]: 1 }), podCount('x', 3, { [gpu]: 1 })];
    expect(drained([some], pools(['a', 2, { [gpu]: 1 }]), { maxima: [most] }).budget('x')).toMatchObject({
      value: 3,
      because: expect.stringMatching(/^all pods: /),
    });
  });
});
