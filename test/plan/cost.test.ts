/** Costs from dated prices: three loads, on demand and as spot, own nodes, and what is unknown. */
import { describe, expect, test } from '@jest/globals';
import { gib, gigabytes } from '../../lib/core/bytes';
import { instances } from '../../lib/catalog/instances';
import { hoursPerMonth } from '../../lib/plan/cost/cost';
import { cpus, l40s, planOf, small } from './fixtures/environment';

const g6 = { on: 'cloud' as const, instance: 'aws/g6.2xlarge' };
const usd = instances['aws/g6.2xlarge'].onDemand?.usdPerHour ?? 0;

describe('the cost', () => {
  test('counts the nodes that each load needs, at the price of their kind', () => {
    const { cost } = planOf({
      pools: { gpus: { ...g6, nodes: { min: 1, max: 8 } }, cpu: cpus(2, { usdPerNodeHour: 0.5 }) },
      models: { a: small({ replicas: { min: 1, max: 4 } }) },
    });
    expect(
      [cost.minimum, cost.expected, cost.maximum].map(({ pools }) =>
        pools.map(({ pool, nodes }) => `${pool} ${nodes}`),
      ),
    ).toEqual([
      ['cpu 2', 'gpus 1'],
      ['cpu 2', 'gpus 3'],
      ['cpu 2', 'gpus 4'],
    ]);
    expect(cost.expected.paid.low).toBeCloseTo((3 * usd + 2 * 0.5) * hoursPerMonth, 6);
    expect(cost.expected.onDemand).toEqual(cost.expected.paid);
    expect(cost.unknown).toEqual([]);
    expect(cost.prices.map(({ prices }) => prices.paid?.from)).toEqual([
      'set in the environment',
      'us-east-1, 2026-07-20, aws/karpenter-provider-aws pkg/providers/pricing/zz_generated.pricing_aws.go',
    ]);
  });

  test('says what is not known, and leaves it out of the sum', () => {
    const { cost } = planOf({
      pools: { gpus: { ...g6, nodes: { min: 1, max: 8 } }, cpu: cpus(2) },
      models: { a: small() },
    });
    expect(cost.unknown).toEqual(['cpu']);
    expect(cost.minimum.pools.find(({ pool }) => pool === 'cpu')?.paid).toBeUndefined();
    expect(cost.minimum.paid.low).toBeCloseTo(usd * hoursPerMonth, 6);
    expect(cost.minimum.workloads.find(({ workload }) => workload === 'weights-server')?.paid).toBeUndefined();
  });

  test('is not missing where no node is paid for', () => {
    const spare = { ...g6, nodes: { min: 0, max: 2 }, capacity: 'spot' as const };
    const { cost } = planOf({
      pools: { gpus: { ...g6, nodes: { min: 1, max: 4 } }, spare, cpu: cpus(2, { usdPerNodeHour: 1 }) },
      models: { a: small() },
    });
    expect([cost.prices.find(({ pool }) => pool === 'spare')?.prices.paid, cost.unknown]).toEqual([undefined, []]);
    const used = planOf({
      pools: { gpus: { ...g6, nodes: { min: 1, max: 4 } }, spare, cpu: cpus(2, { usdPerNodeHour: 1 }) },
      models: { a: small({ pools: ['spare'] }) },
    });
    expect(used.cost.unknown).toEqual(['spare']);
  });

  test('is told workload by workload, by name', () => {
    const { cost } = planOf({
      pools: { gpus: l40s(1, 4), more: l40s(1, 4), cpu: cpus(1) },
      models: { z: small(), m: small({ pools: ['more'] }), a: small({ pools: ['more'] }) },
    });
    expect(cost.expected.workloads.map(({ workload }) => workload)).toEqual(['a', 'm', 'weights-server', 'z']);
  });

  test('of spot nodes is a range, beside what they cost on demand', () => {
    const { cost } = planOf({
      pools: {
        cpu: cpus(1, { usdPerNodeHour: 1 }),
        spot: {
          on: 'cloud',
          instance: 'aws/p5.48xlarge',
          nodes: { min: 1, max: 2 },
          capacity: 'spot',
          ephemeralStorage: gib(200),
          diskBandwidth: gigabytes(1),
        },
      },
      models: { a: small({ pools: ['spot'], settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 } }) },
    });
    const { low, high } = instances['aws/p5.48xlarge'].spot ?? {};
    expect(cost.minimum.paid).toEqual({
      low: ((low?.usdPerHour ?? 0) + 1) * hoursPerMonth,
      high: ((high?.usdPerHour ?? 0) + 1) * hoursPerMonth,
    });
    expect(cost.minimum.paid.high).toBeGreaterThan(cost.minimum.paid.low);
    expect(cost.minimum.spot).toEqual(cost.minimum.paid);
    expect(cost.minimum.onDemand.low).toBeGreaterThan(cost.minimum.paid.high);
    expect(cost.minimum.idleGpuUnits).toBe(7);
  });

  test("of a model is its part of each node, the idle part is nobody's", () => {
    const { cost } = planOf({
      pools: { gpus: l40s(1, 4, { usdPerNodeHour: 4 }), cpu: cpus(1, { usdPerNodeHour: 1 }) },
      models: { a: small({ replicas: 2 }), b: small() },
    });
    const of = (name: string) => cost.expected.workloads.find(({ workload }) => workload === name)?.paid?.low ?? 0;
    expect(of('a')).toBeCloseTo(2 * hoursPerMonth, 6);
    expect(of('b')).toBeCloseTo(1 * hoursPerMonth, 6);
    expect(cost.expected.idleGpuUnits).toBe(1);
    expect(cost.expected.workloads.reduce((sum, { paid }) => sum + (paid?.low ?? 0), 0)).toBeLessThan(
      cost.expected.paid.low,
    );
  });
});
