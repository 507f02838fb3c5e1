/** The machine data is sane: keys, capacity, GPUs and prices agree. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gpus } from '../../lib/catalog/gpus';
import type { Instance } from '../../lib/catalog/instance';
import { instances } from '../../lib/catalog/instances';
import { awsFamily } from '../../lib/catalog/instances/aws-family';
import { awsSpot } from '../../lib/catalog/instances/aws-spot';
import { aksAllocatable, aksReservedMib } from '../../lib/catalog/instances/aks-allocatable';
import { gkeAllocatable } from '../../lib/catalog/instances/gke-allocatable';

/** Of the memory, pods have at least this part: AKS reserves for 250 pods, which is a quarter of small machines. */
const leastShare = { aws: 0.7, gcp: 0.7, azure: 0.65 } as const;

const all: readonly (readonly [string, Instance])[] = Object.entries(instances);

describe.each(all)('%s', (key, instance) => {
  test('is keyed by cloud and type', () => {
    expect(`${instance.cloud}/${instance.type}`).toBe(key);
  });

  test('gives pods less than it has', () => {
    expect(instance.allocatable.millicores).toBeLessThan(instance.vcpu * 1000);
    expect(instance.allocatable.millicores).toBeGreaterThan(instance.vcpu * 900);
    expect(instance.allocatable.memoryMib).toBeLessThan(instance.memoryMib);
    expect(instance.allocatable.memoryMib).toBeGreaterThan(instance.memoryMib * leastShare[instance.cloud]);
    expect(instance.allocatable.pods).toBeGreaterThan(7);
  });

  test('has a GPU of the catalogue, or none', () => {
    if (instance.gpu === undefined) return;
    expect(Object.keys(gpus)).toContain(instance.gpu.product);
    expect([1, 2, 4, 8, 16]).toContain(instance.gpu.count);
  });

  test('has local disks where its name or its family says so', () => {
    const { cloud, type, gpu, localNvmeGb } = instance;
    const has = {
      aws: gpu !== undefined,
      gcp: /-lssd$|^a2-ultragpu-|^a3-/.test(type),
      azure: /A100_v4$|^Standard_ND96isr_/.test(type) && type !== 'Standard_ND96amsr_A100_v4',
    };
    if (has[cloud]) expect(localNvmeGb).toBeGreaterThan(100);
    else expect(localNvmeGb).toBeUndefined();
    // Local SSDs of Google Cloud have one size.
    if (cloud === 'gcp') expect((localNvmeGb ?? 0) % 375).toBe(0);
  });

  test('has the architecture of its processors, and a network bandwidth where a source states it', () => {
    const isArm = /^c4a-|^Standard_D\d+ps_v6$/.test(instance.type);
    expect(instance.architecture ?? 'amd64').toBe(isArm ? 'arm64' : 'amd64');
    if (instance.cloud === 'gcp') expect(instance.networkMbps).toBeUndefined();
    else expect(instance.networkMbps).toBeGreaterThanOrEqual(1000);
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

test('of AWS and Azure only p5e has no on-demand price: no source gives one', () => {
  const withoutPrice = all.filter(([, { onDemand, cloud }]) => onDemand === undefined && cloud !== 'gcp');
  expect(withoutPrice.map(([key]) => key)).toEqual(['aws/p5e.48xlarge']);
});

test('every series of Google Cloud with GPUs has a price for one size at least', () => {
  const families = new Set(all.flatMap(([, { cloud, gpu }]) => (cloud === 'gcp' && gpu ? [gpu.product] : [])));
  for (const family of families)
    expect(all.some(([, { cloud, gpu, onDemand }]) => cloud === 'gcp' && gpu?.product === family && onDemand)).toBe(
      true,
    );
});

describe('what a provider leaves to pods', () => {
  test('on GKE as the example of 12 vCPU and 48 GiB, whose code leaves up to 120 MiB more', () => {
    const { allocatable } = instances['gcp/g2-standard-12'];
    expect(allocatable.millicores).toBe(11_900);
    expect(allocatable.pods).toBe(110);
    expect(allocatable.memoryMib).toBeLessThanOrEqual(43_615);
    expect(allocatable.memoryMib).toBeGreaterThan(43_615 - 120);
  });

  test('on AKS as the example of 24 vCPU, 220 GiB and 110 pods', () => {
    const withoutOverhead = 220 * 1024 - (2250 * 1_000_000) / 1024 ** 2 - 100;
    expect(aksAllocatable(24, 220 * 1024, 110)).toEqual({
      millicores: 24_000 - 340,
      memoryMib: Math.floor(withoutOverhead - 220 * 1024 * 0.075),
      pods: 110,
    });
  });

  test('on AKS less with more pods, and the catalogue takes the least', () => {
    const { allocatable, vcpu, memoryMib } = instances['azure/Standard_NC24ads_A100_v4'];
    expect(allocatable).toEqual({ ...aksAllocatable(vcpu, memoryMib, 250), pods: 110 });
    expect(aksAllocatable(vcpu, memoryMib, 30).memoryMib).toBeGreaterThan(allocatable.memoryMib);
    expect(aksAllocatable(vcpu, memoryMib, 30).pods).toBe(30);
  });

  test.each([
    [1, 60],
    [2, 100],
    [4, 140],
    [8, 180],
    [16, 260],
    [32, 420],
    [64, 740],
  ])('AKS keeps, of %d cores, %d millicores', (vcpu, kept) => {
    expect(aksAllocatable(vcpu, 65_536).millicores).toBe(vcpu * 1000 - kept);
  });

  test('a quarter of a small machine of AKS, whatever its pods', () => {
    expect(aksReservedMib(16_384, 250)).toBe(4096);
    expect(aksReservedMib(1_000_000, 250)).toBeCloseTo(4816, 0);
  });

  test('a larger machine leaves more, of every kind and by every provider', () => {
    const size = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(size, size, fc.constantFrom(gkeAllocatable, aksAllocatable), (a, b, allocatable) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b) + 1];
        const less = allocatable(small, small * 4096);
        const more = allocatable(large, large * 4096);
        return (
          less.millicores < more.millicores &&
          less.memoryMib < more.memoryMib &&
          more.millicores < large * 1000 &&
          more.memoryMib < large * 4096
        );
      }),
    );
  });
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
