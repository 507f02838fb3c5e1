/** Which nodes a pool can use, by the GPUs that it uses. */
import { describe, expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import { carriesGpu, gpusOf, unusable } from '../../lib/inventory';
import { gpu, labelled, nodeOf, type Shape } from './node';

describe('the GPUs that a pool uses', () => {
  const whole = (resource: string) => ({ resource, sharing: { by: 'none' } }) as const;
  const reasonFor = (shape: Shape, resource: string): string | undefined =>
    unusable(nodeOf(shape), [], whole(resource))?.reason;
  const mi300x = { 'amd.com/gpu.device-id': '74a1', 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' };
  const both = { labels: { ...labelled, ...mi300x }, units: { ...gpu, 'amd.com/gpu': '8' } };

  test.each<readonly [what: string, shape: Shape, resource: string, reason: string | undefined]>([
    ['beside those of another vendor', both, 'amd.com/gpu', undefined],
    ['beside those of another vendor, the other way', both, 'nvidia.com/gpu', undefined],
    [
      'beside slices that NVIDIA does not offer as they are',
      { ...both, labels: { ...both.labels, 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-MIG-INVALID' } },
      'amd.com/gpu',
      undefined,
    ],
    [
      'beside slices that come and go',
      { ...both, labels: { ...both.labels, 'nvidia.com/mig.config.state': 'pending' } },
      'amd.com/gpu',
      undefined,
    ],
    ['beside GPUs that HAMi splits', { units: { ...both.units, 'nvidia.com/gpumem': '9' } }, 'amd.com/gpu', undefined],
    [
      'beside different GPUs of another vendor',
      {
        ...both,
        labels: { ...labelled, 'amd.com/gpu.device-id.740f': '4', 'amd.com/gpu.device-id.74a1': '4' },
      },
      'nvidia.com/gpu',
      undefined,
    ],
    [
      'different ones themselves',
      {
        ...both,
        labels: { ...labelled, 'amd.com/gpu.device-id.740f': '4', 'amd.com/gpu.device-id.74a1': '4' },
      },
      'amd.com/gpu',
      'gpu-mixed',
    ],
    [
      'where fewer are offered than labelled',
      { ...both, units: { ...both.units, 'nvidia.com/gpu': '1' } },
      'nvidia.com/gpu',
      'gpu-failed',
    ],
    [
      'on a node with several kinds of slices that others use',
      { units: { 'gpu.intel.com/xe': '2', 'nvidia.com/mig-1g.10gb': '7', 'nvidia.com/gpu': '1' } },
      'gpu.intel.com/xe',
      undefined,
    ],
    [
      'that are not offered, beside those of another vendor',
      { labels: labelled, units: gpu },
      'amd.com/gpu',
      undefined,
    ],
  ])('%s', (_, shape, resource, reason) => {
    expect(reasonFor(shape, resource)).toBe(reason);
  });

  test('have their own product, memory and number', () => {
    expect(gpusOf(nodeOf(both), 'amd.com/gpu')).toEqual({
      resource: 'amd.com/gpu',
      units: 8,
      product: 'AMD_Instinct_MI300X_OAM',
      memoryMib: undefined,
      cards: 8,
      sharing: { by: 'none' },
    });
    const cut = nodeOf({
      labels: {
        ...labelled,
        'nvidia.com/mig-1g.10gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-1g.10gb',
        'nvidia.com/mig-1g.10gb.memory': '9728',
      },
      units: { ...gpu, 'nvidia.com/mig-1g.10gb': '7', 'nvidia.com/mig-1g.20gb': '4' },
    });
    expect(gpusOf(cut, 'nvidia.com/gpu')).toMatchObject({ product: 'NVIDIA-L40S', memoryMib: 46_068, units: 2 });
    expect(gpusOf(cut, 'nvidia.com/mig-1g.10gb')).toMatchObject({ product: 'NVIDIA-A100-SXM4-80GB', memoryMib: 9728 });
    // What a whole card has says nothing of a slice of another size.
    expect(gpusOf(cut, 'nvidia.com/mig-1g.20gb')?.memoryMib).toBeUndefined();
  });

  test('are of the declared product only if all of them are', () => {
    const xtx = gpus['AMD-Radeon-RX-7900-XTX'];
    const named = (...names: readonly string[]) =>
      nodeOf({ labels: Object.fromEntries(names.map((name) => [`amd.com/gpu.product-name.${name}`, '1'])) });
    expect(carriesGpu(named('AMD_Radeon_RX_7900_XTX'), xtx)).toBe(true);
    expect(carriesGpu(named('AMD_Radeon_RX_7900_XTX', 'AMD_Radeon_RX_7900_XT'), xtx)).toBe(false);
    expect(carriesGpu(named(), xtx)).toBeUndefined();
  });
});
