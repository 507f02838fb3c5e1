/**
 * What holds for every environment: more of anything never hurts, more context never takes less, a witness always adds
 * up.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mib } from '../../lib/core/bytes';
import { parseEnvironment } from '../../lib/environment/complete';
import type { ModelInput } from '../../lib/engines/llama-server/input';
import { plan, planFaults } from '../../lib/plan/plan-environment';
import { supplyOf, type PodCount } from '../../lib/plan/placement/demand';
import { objections } from './fixtures/objections';
import { promised, serverGroup, supportGroup } from '../../lib/plan/proof/groups';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { environments } from '../../overlays';
import { runs } from '../generators/runs';
import { cpus, environmentOf, l40s, small, type Parts } from './fixtures/environment';
import { modelsOf } from './fixtures/servers';

const model = fc.record({
  gpus: fc.constantFrom<number>(1, 1, 2, 3, 4),
  replicas: fc.constantFrom<ModelInput['replicas']>(1, 2, { min: 1, max: 2 }, { min: 1, max: 3 }),
  priority: fc.constantFrom('interactive' as const, 'standard' as const, 'batch' as const),
  pools: fc.constantFrom<ModelInput['pools']>(['a'], ['b'], ['a', 'b']),
});

const fleet = fc.record({
  nodes: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  contention: fc.tuple(fc.constantFrom('reserved', 'by-priority'), fc.constantFrom('reserved', 'by-priority')),
  models: fc.array(model, { minLength: 1, maxLength: 4 }),
});
type Fleet = typeof fleet extends fc.Arbitrary<infer T> ? T : never;

const partsOf = ({ nodes, contention, models }: Fleet, gpus: number): Parts => ({
  pools: {
    a: l40s(nodes[0], gpus, { contention: contention[0] }),
    b: l40s(nodes[1], gpus, { contention: contention[1] }),
    cpu: cpus(2),
  },
  models: Object.fromEntries(models.map((each, i) => [`m${i}`, small(each)])),
});

const fits = (parts: Parts): boolean => planFaults(environmentOf(parts)).length === 0;

describe('a fitting environment', () => {
  test('still fits with a node more, and with a replica less', () => {
    let fitting = 0;
    fc.assert(
      fc.property(fleet, fc.constantFrom(0, 1), (random, pool) => {
        if (!fits(partsOf(random, 4))) return;
        fitting += 1;
        const nodes = random.nodes.map((count, i) => (i === pool ? count + 1 : count)) as unknown as Fleet['nodes'];
        expect(planFaults(environmentOf(partsOf({ ...random, nodes }, 4)))).toEqual([]);
        const models = random.models.map((each, i) => (i === 0 ? { ...each, replicas: 1 as const } : each));
        expect(planFaults(environmentOf(partsOf({ ...random, models }, 4)))).toEqual([]);
      }),
      { numRuns: runs(15), seed: 5 },
    );
    expect(fitting).toBeGreaterThan(runs(15) / 4);
  });

  test('still fits with a GPU more in every node', () => {
    let fitting = 0;
    fc.assert(
      fc.property(fleet, fc.integer({ min: 4, max: 8 }), (random, gpus) => {
        if (!fits(partsOf(random, gpus))) return;
        fitting += 1;
        expect(planFaults(environmentOf(partsOf(random, gpus + 1)))).toEqual([]);
      }),
      { numRuns: runs(20), seed: 6 },
    );
    expect(fitting).toBeGreaterThan(runs(20) / 3);
  });

  test.each(environments.map((input) => [input.name, input] as const))('has times that go together: %s', (_, input) => {
    const { environment } = parseEnvironment(input);
    if (environment === undefined) throw new Error('an overlay that is read');
    const { servers } = plan(environment);
    for (const {
      budgets: { staging, startup, progressDeadline, drain, grace },
      workload,
    } of servers) {
      expect(progressDeadline.value).toBeGreaterThanOrEqual(staging.value + startup.value + grace.value);
      expect(grace.value).toBeGreaterThan(drain.value);
      for (const pool of workload.pools)
        expect(grace.value).toBeLessThanOrEqual(environment.nodePools[pool]?.spotNotice ?? Infinity);
    }
    for (const {
      autoscaling,
      budgets: { staging, startup },
    } of servers) {
      if (autoscaling === undefined) continue;
      expect(autoscaling.scaleUpPeriod.value).toBeGreaterThanOrEqual(staging.value + startup.value);
      expect(Math.max(autoscaling.scaleUpPeriod.value, autoscaling.scaleDownPeriod.value)).toBeLessThanOrEqual(1800);
      expect(Math.max(autoscaling.scaleUpWindow.value, autoscaling.scaleDownWindow.value)).toBeLessThanOrEqual(3600);
    }
  });

  test('has a witness that adds up, and so do the overlays', () => {
    const inputs = environments
      .map((input) => parseEnvironment(input).environment)
      .flatMap((environment) => environment ?? []);
    expect(inputs).toHaveLength(environments.length);
    for (const environment of inputs) {
      const planned = plan(environment);
      const groups = [
        ...planned.servers.map((each) => serverGroup(environment, each)),
        ...planned.support.map((each) => supportGroup(environment, each)),
      ];
      const podCounts: readonly PodCount[] = promised(environment, groups);
      expect(
        objections(planned.placement.witness, podCounts, Object.values(environment.nodePools).map(supplyOf)),
      ).toEqual([]);
    }
  });
});

test('a longer context, more slots or a wider cache never take less memory', () => {
  const { model: weights, settings } =
    modelsOf(environmentOf({ pools: { gpus: l40s(1, 1) }, models: { a: small() } }))[0] ?? {};
  if (weights === undefined || settings === undefined) throw new Error('one model');
  const total = (change: object): number =>
    llamaServerMemory(weights, { ...settings, ...change }, 1, 'test').devices[0]?.total ?? 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 256, max: 60_000 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 8 }),
      (contextLength, more, parallel) => {
        expect(total({ contextLength: contextLength + more, parallel })).toBeGreaterThanOrEqual(
          total({ contextLength, parallel }),
        );
        expect(total({ contextLength, parallel: parallel + 1 })).toBeGreaterThan(total({ contextLength, parallel }));
        expect(total({ contextLength, parallel, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0' })).toBeLessThan(
          total({ contextLength, parallel }) + mib(1),
        );
      },
    ),
    { numRuns: 50 },
  );
});
