/** The GPU data is sane: labels, memory and MIG slices agree with each other and with what drivers report. */
import { describe, expect, test } from '@jest/globals';
import type { Gpu } from '../../lib/catalog/gpu';
import { nodeLabelOf, vendorOf, vendorOfResource } from '../../lib/catalog/gpu-vendors';
import { gpus } from '../../lib/catalog/gpus';
import { smallestMigShare } from '../../lib/catalog/mig-profiles';

const all: readonly (readonly [string, Gpu])[] = Object.entries(gpus);

describe.each(all)('%s', (key, gpu) => {
  test('is keyed by its product label, which a node label can carry', () => {
    expect(gpu.product).toBe(key);
    expect(key).toMatch(/^(NVIDIA|Tesla|AMD)-[A-Za-z0-9-]+$/);
    expect(key.length).toBeLessThanOrEqual(63);
  });

  test('has whole MiB of memory, with a source', () => {
    expect(Number.isInteger(gpu.memoryMib)).toBe(true);
    expect(gpu.memoryMib).toBeGreaterThan(15_000);
    expect(gpu.source).not.toBe('');
  });

  test('has slices that fit the card, all of one profile at once', () => {
    for (const { memoryMib, perGpu, computeSlices } of gpu.migProfiles) {
      expect(memoryMib * perGpu).toBeLessThanOrEqual(gpu.memoryMib);
      expect(computeSlices * perGpu).toBeLessThanOrEqual(7);
    }
    expect(new Set(gpu.migProfiles.map(({ profile }) => profile)).size).toBe(gpu.migProfiles.length);
  });
});

test('no slice has more than its name promises, and a lower bound is the stated share of it', () => {
  for (const { profile, memoryMib, memoryFrom } of all.flatMap(([, { migProfiles }]) => migProfiles)) {
    const nominalMib = Number(/\.(\d+)gb$/.exec(profile)?.[1]) * 1024;
    expect(memoryMib).toBeLessThan(nominalMib);
    expect(memoryMib).toBeGreaterThanOrEqual(Math.floor(smallestMigShare * nominalMib));
    if (memoryFrom === 'lower bound') expect(memoryMib).toBe(Math.floor(smallestMigShare * nominalMib));
  }
});

test('bandwidth tells HBM from GDDR where it must: every HBM card is at least as fast as a V100', () => {
  for (const [, gpu] of all) if (gpu.memoryType === 'HBM') expect(gpu.bandwidthGbPerSecond).toBeGreaterThanOrEqual(900);
});

test('the cards that are easily confused are kept apart', () => {
  expect(gpus['NVIDIA-A10'].memoryMib).toBeLessThan(gpus['NVIDIA-A100-SXM4-40GB'].memoryMib);
  expect(gpus['NVIDIA-L4'].memoryMib).toBe(23034);
  expect(gpus['NVIDIA-L40S'].memoryMib).toBe(46068);
  expect(gpus['NVIDIA-A100-SXM4-80GB'].memoryMib).toBe(2 * gpus['NVIDIA-A100-SXM4-40GB'].memoryMib);
});

test('every GPU has a vendor, and a label with values that no other GPU has', () => {
  const labels = all.map(([, gpu]) => nodeLabelOf(gpu));
  const values = labels.flatMap((label) => (label?.values ?? []).map((value) => `${label?.key ?? ''}=${value}`));
  expect(labels).not.toContain(undefined);
  expect(new Set(values).size).toBe(values.length);
});

test('every GPU of AMD is from documents, has no slices, and has less memory than its nominal GiB', () => {
  const ofAmd = all.filter(([, gpu]) => vendorOf(gpu).name === 'amd');
  expect(ofAmd.length).toBeGreaterThan(5);
  for (const [, { proven, migProfiles, memoryMib, computeCapability }] of ofAmd) {
    expect([proven, migProfiles]).toEqual(['from documents', []]);
    expect(memoryMib % 8192).not.toBe(0);
    expect(computeCapability).toMatch(/^gfx\d/);
  }
});

test.each([
  ['nvidia.com/gpu', 'nvidia'],
  ['nvidia.com/mig-1g.10gb', 'nvidia'],
  ['amd.com/spx_nps1', 'amd'],
  ['gpu.intel.com/xe', 'intel'],
  ['habana.ai/gaudi', undefined],
])('the vendor of %s is %s', (resource, vendor) => {
  expect(vendorOfResource(resource)?.name).toBe(vendor);
});
