/** The nodes of a pool in order: the first that takes a pod, whatever was taken or given back before. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FreeNodes } from '../../lib/plan/placement/free-nodes';
import { gpu } from './fixtures/pod-counts';

const nodes = (count: number, offers: Readonly<Record<string, number>> = { cpu: 10, [gpu]: 4 }): FreeNodes =>
  new FreeNodes({ name: 'a', nodes: count, offers });

describe('the first node', () => {
  test('takes as many pods as its scarcest resource allows', () => {
    expect(nodes(3).firstFit({ cpu: 3, [gpu]: 1 })).toEqual({ node: 0, pods: 3 });
    expect(nodes(3).firstFit({ cpu: 2, [gpu]: 1 })).toEqual({ node: 0, pods: 4 });
    expect(nodes(3).firstFit({ cpu: 10 })).toEqual({ node: 0, pods: 1 });
  });

  test('may be asked for from a node on', () => {
    for (const from of [0, 1, 2, 4]) expect(nodes(5).firstFit({ cpu: 1 }, from)?.node).toBe(from);
    expect(nodes(5).firstFit({ cpu: 1 }, 5)).toBeUndefined();
  });

  test('is none where nothing is large enough, has the resource, or is there', () => {
    expect(nodes(3).firstFit({ cpu: 11 })).toBeUndefined();
    expect(nodes(3).firstFit({ cpu: 1, disk: 1 })).toBeUndefined();
    expect(nodes(3).firstFit({ cpu: 1, disk: 0 })).toEqual({ node: 0, pods: 10 });
    expect(nodes(0).firstFit({ cpu: 1 })).toBeUndefined();
    expect(nodes(3).firstFit({ cpu: 0 })).toEqual({ node: 0, pods: Infinity });
  });

  test('is the next once one is full, and the same again once it is given back', () => {
    const free = nodes(3);
    free.take(0, { cpu: 5 }, 2);
    expect(free.freeOn(0)).toEqual({ cpu: 0, [gpu]: 4 });
    expect(free.firstFit({ cpu: 1 })).toEqual({ node: 1, pods: 10 });
    expect(free.firstFit({ [gpu]: 1 })).toEqual({ node: 0, pods: 4 });
    free.take(0, { cpu: 5 }, -1);
    expect(free.firstFit({ cpu: 5 })).toEqual({ node: 0, pods: 1 });
    expect(free.firstFit({ cpu: 6 })).toEqual({ node: 1, pods: 1 });
  });

  test('is the one that looking at all of them in turn finds', () => {
    const step = fc.record({
      node: fc.nat({ max: 20 }),
      cpu: fc.integer({ min: 0, max: 4 }),
      gpus: fc.integer({ min: 0, max: 2 }),
    });
    const ask = fc.record({
      from: fc.nat({ max: 20 }),
      cpu: fc.integer({ min: 1, max: 10 }),
      gpus: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(step, { maxLength: 12 }),
        fc.array(ask, { minLength: 1, maxLength: 5 }),
        (count, steps, asks) => {
          const free = nodes(count);
          const plain = Array.from({ length: count }, () => ({ cpu: 10, gpus: 4 }));
          for (const { node, cpu, gpus } of steps) {
            const left = plain[node % count];
            if (left === undefined || left.cpu < cpu || left.gpus < gpus) continue;
            left.cpu -= cpu;
            left.gpus -= gpus;
            free.take(node % count, { cpu, [gpu]: gpus }, 1);
          }
          for (const { from, cpu, gpus } of asks) {
            const expected = plain.findIndex((left, node) => node >= from && left.cpu >= cpu && left.gpus >= gpus);
            expect(free.firstFit({ cpu, [gpu]: gpus }, from)?.node ?? -1).toBe(expected);
          }
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});
