/** The machine data is sane: keys, capacity, GPUs and prices agree. */
import { describe, expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import type { Instance } from '../../lib/catalog/instance';
import { instances } from '../../lib/catalog/instances';
import { awsFamily } from '../../lib/catalog/instances/aws-family';
import { awsSpot } from '../../lib/catalog/instances/aws-spot';

const all: readonly (readonly [string, Instance])[] = Object.entries(instances);

describe.each(all)('%s', (key, instance) => {
  test('is keyed by cloud and type', () => {
    expect(`${instance.cloud}/${instance.type}`).toBe(key);
  });

  test('gives pods less than it has', () => {
    expect(instance.allocatable.millicores).toBeLessThan(instance.vcpu * 1000);
    expect(instance.allocatable.millicores).toBeGreaterThan(instance.vcpu * 900);
    expect(instance.allocatable.memoryMib).toBeLessThan(instance.memoryMib);
    expect(instance.allocatable.memoryMib).toBeGreaterThan(instance.memoryMib * 0.7);
    expect(instance.allocatable.pods).toBeGreaterThan(7);
  });

  test('has a GPU of the catalogue, or none, and local disks only with one', () => {
    if (instance.gpu === undefined) expect(instance.localNvmeGb).toBeUndefined();
    else {
      expect(Object.keys(gpus)).toContain(instance.gpu.product);
      expect([1, 2, 4, 8]).toContain(instance.gpu.count);
      expect(instance.localNvmeGb).toBeGreaterThan(100);
    }
  });

  test('has prices with a date and a source, spot below on-demand', () => {
    for (const price of [instance.onDemand, instance.spot?.low, instance.spot?.high]) {
      if (price === undefined) continue;
      expect(price.usdPerHour).toBeGreaterThan(0);
      expect(price.date).toMatch(/^(\d{4}-\d{2}-\d{2}|undated)$/);
      expect(price.source).toMatch(/^[\w-]+\/[\w-]+ /);
    }
    if (instance.spot !== undefined) {
      expect(instance.spot.low.usdPerHour).toBeLessThanOrEqual(instance.spot.high.usdPerHour);
      expect(instance.spot.high.usdPerHour).toBeLessThan(instance.onDemand?.usdPerHour ?? 0);
    }
  });
});

test('only p5e has no on-demand price: no source gives one', () => {
  expect(all.filter(([, { onDemand }]) => onDemand === undefined).map(([key]) => key)).toEqual(['aws/p5e.48xlarge']);
});

test('every spot price belongs to a machine of the catalogue', () => {
  const types = new Set(all.map(([, { type }]) => type));
  for (const type of Object.keys(awsSpot)) expect(types).toContain(type);
});

test('a row becomes a machine, column by column', () => {
  expect(instances['aws/g6.2xlarge']).toEqual({
    cloud: 'aws',
    type: 'g6.2xlarge',
    vcpu: 8,
    memoryMib: 32768,
    allocatable: { millicores: 7910, memoryMib: 29317, pods: 58 },
    gpu: { product: 'NVIDIA-L4', count: 1 },
    localNvmeGb: 450,
    networkMbps: 5000,
    onDemand: {
      usdPerHour: 0.9776,
      region: 'us-east-1',
      date: '2026-07-20',
      source: expect.stringContaining('karpenter-provider-aws'),
    },
  });
  expect(instances['aws/c5.4xlarge']).toMatchObject({ vcpu: 16, gpu: undefined, onDemand: { usdPerHour: 0.68 } });
  expect(instances['aws/p4d.24xlarge'].gpu).toEqual({ product: 'NVIDIA-A100-SXM4-40GB', count: 8 });
  expect(instances['aws/p4de.24xlarge'].gpu).toEqual({ product: 'NVIDIA-A100-SXM4-80GB', count: 8 });
  expect(instances['aws/p4d.24xlarge'].spot).toMatchObject({
    low: { usdPerHour: 6.04, date: 'undated' },
    high: { usdPerHour: 9.73 },
  });
});

test('keys are known to the compiler', () => {
  const family = awsFamily('x1', 'NVIDIA-L4', { big: [1, 1, 1, 1, 1, 1, undefined] });
  expect(family['aws/x1.big'].onDemand).toBeUndefined();
  // @ts-expect-error no such size
  expect(family['aws/x1.small']).toBeUndefined();
  // @ts-expect-error no such machine
  expect(instances['aws/g6.3xlarge']).toBeUndefined();
});
