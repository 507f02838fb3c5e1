/** GPUs as they are found on nodes: shared, cut, in use by others, unknown. */
import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { amount, commentsOf, pod, type Recorded } from './support/recorded';
import { cpu, nvidia, seen } from './support/seen';

test('a machine whose GPUs others have', () => {
  const train = pod(
    'team-a',
    'train',
    {},
    { nodeName: 'busy', containers: [{ resources: { limits: { 'nvidia.com/gpu': '1' } } }] },
  );
  const { environment, out } = seen(
    cpu('a'),
    cpu('busy', { labels: nvidia('NVIDIA-L40S', 2, 46_068), units: { 'nvidia.com/gpu': '2' } }),
    train,
  );
  expect(Object.keys(environment.nodePools)).toEqual(['cpu']);
  expect(out).toEqual(['Not in a pool: busy: other pods use 1 of its 2 nvidia.com/gpu, but a pool needs all of them']);
});

describe('GPUs as others have set them up', () => {
  test.each<readonly [what: string, node: Omit<Recorded, 'name'>, pool: string, holds: object]>([
    [
      'shares with the name of whole GPUs',
      {
        labels: {
          ...nvidia('Tesla-T4-SHARED', 1, 15_360),
          'nvidia.com/gpu.replicas': '4',
          'nvidia.com/gpu.sharing-strategy': 'time-slicing',
        },
        units: { 'nvidia.com/gpu': '4' },
      },
      't4',
      {
        hardware: { gpu: 'Tesla-T4', gpus: 1 },
        sharing: { by: 'time-slicing', replicas: 4, named: 'usual-name' },
      },
    ],
    [
      'slices of a part of the GPUs',
      { labels: nvidia('NVIDIA-A100-SXM4-80GB', 8, 81_920), units: { 'nvidia.com/mig-1g.10gb': '13' } },
      'a100',
      {
        hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 },
        sharing: { by: 'mig', profile: '1g.10gb', units: 13 },
      },
    ],
    [
      'GPUs of AMD, by their device number',
      {
        labels: {
          'amd.com/gpu.device-id': '74b5',
          'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_VF',
          'amd.com/gpu.vram': '192G',
        },
        units: { 'amd.com/gpu': '8' },
      },
      'mi300x',
      { hardware: { gpu: 'AMD-Instinct-MI300X', gpus: 8, deviceGroups: [] } },
    ],
    [
      'GPUs of AMD with the labels of an older labeller',
      {
        labels: { 'beta.amd.com/gpu.device-id.740f': '4', 'beta.amd.com/gpu.product-name.AMD_Instinct_MI210': '4' },
        units: { 'amd.com/spx_nps1': '4' },
      },
      'mi210',
      { hardware: { gpu: 'AMD-Instinct-MI210', gpus: 4 }, gpuResource: 'amd.com/spx_nps1' },
    ],
  ])('%s', (_, node, pool, holds) => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['a'] }, [pool]: { nodes: ['gpu-1'], ...holds } });
    expect(out).toEqual([]);
  });
});

describe('GPUs that cannot be declared', () => {
  test.each<readonly [what: string, node: Omit<Recorded, 'name'>, because: string]>([
    [
      'of AMD, without labels',
      { units: { 'amd.com/gpu': '8' }, cpu: '96' },
      "8 amd.com/gpu of an unknown product: let AMD's node labeller label the node, started with -device-id, -product-name and -vram, then run this command again; or add the GPU to catalog.gpus, with the memory that rocm-smi --showmeminfo vram --showrasinfo prints, and write its pool by hand",
    ],
    [
      'of AMD that the catalogue does not have',
      {
        units: { 'amd.com/gpu': '1' },
        labels: { 'amd.com/gpu.device-id': '744c', 'amd.com/gpu.product-name': 'AMD_Radeon_RX_7900_XT' },
      },
      "1 amd.com/gpu of an unknown product (AMD_Radeon_RX_7900_XT): let AMD's node labeller label the node, started with -device-id, -product-name and -vram, then run this command again; or add the GPU to catalog.gpus, with the memory that rocm-smi --showmeminfo vram --showrasinfo prints, and write its pool by hand",
    ],
    [
      'of AMD, cut into partitions with names of their own',
      { units: { 'amd.com/cpx_nps1': '64' } },
      '64 amd.com/cpx_nps1, which Corral does not support',
    ],
    [
      'of AMD, cut into partitions with the usual name',
      {
        units: { 'amd.com/gpu': '64' },
        labels: { 'amd.com/gpu.device-id': '74a1', 'amd.com/gpu.compute-memory-partition': 'cpx_nps1' },
      },
      'GPUs that are cut into partitions, which Corral does not support (label amd.com/gpu.compute-memory-partition=cpx_nps1)',
    ],
    [
      'of AMD, of different products',
      {
        units: { 'amd.com/gpu': '2' },
        labels: {
          'amd.com/gpu.product-name.AMD_Instinct_MI210': '1',
          'amd.com/gpu.product-name.AMD_Radeon_Pro_W7900': '1',
        },
      },
      'GPUs of different products (AMD_Instinct_MI210, AMD_Radeon_Pro_W7900), which a pod cannot choose from',
    ],
    [
      'of AMD whose device plugin is down',
      { labels: { 'feature.node.kubernetes.io/amd-gpu': 'true' } },
      "GPUs that no device plugin reports (label feature.node.kubernetes.io/amd-gpu=true): install AMD's device plugin on the node, or read its log",
    ],
    [
      'of Intel',
      { units: { 'gpu.intel.com/i915': '1' } },
      '1 gpu.intel.com/i915 of an unknown product: add the GPU to catalog.gpus, with the memory that intel_gpu_top -L prints, and write its pool by hand',
    ],
    [
      'whose device plugin is down',
      { labels: nvidia('NVIDIA-L40S', 2, 46_068) },
      "GPUs that no device plugin reports (label nvidia.com/gpu.present=true): install NVIDIA's device plugin on the node, or read its log",
    ],
    [
      'in an invalid layout of MIG',
      {
        labels: { ...nvidia('NVIDIA-A100-SXM4-80GB-MIG-INVALID', 0, 0), 'nvidia.com/mig.strategy': 'single' },
        units: { 'nvidia.com/gpu': '0' },
      },
      "MIG strategy 'single' needs the same profile on all GPUs, but their layout differs (label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB-MIG-INVALID)",
    ],
    [
      'of different kinds',
      { labels: nvidia('NVIDIA-GeForce-RTX-3090', 2, 24_576), units: { 'nvidia.com/gpu': '3' } },
      'GPUs of different products: the labels report 2 NVIDIA-GeForce-RTX-3090, but the node offers 3 nvidia.com/gpu',
    ],
  ])('%s', (_, node, because) => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['a'] } });
    expect(Object.keys(environment.nodePools)).toEqual(['cpu']);
    expect(out).toEqual([`Not in a pool: gpu-1: ${because}`]);
  });

  const noMemory = (product: string, memory: string | undefined) =>
    cpu('spark-1', {
      labels: {
        'kubernetes.io/arch': 'arm64',
        ...nvidia(product, 1, 0),
        ...(memory === undefined ? {} : { 'nvidia.com/gpu.memory': memory }),
      },
      units: { 'nvidia.com/gpu': '1' },
      cpu: '20',
      memory: amount(120_000),
    });

  test('a DGX Spark is known: its memory is that of the node, stated once', () => {
    const { environment, source } = seen(noMemory('NVIDIA-GB10', '0'));
    expect(environment.nodePools).toMatchObject({
      gb10: { hardware: { gpu: 'NVIDIA-GB10', gpus: 1, architecture: 'arm64' } },
    });
    const { gb10 } = environment.nodePools;
    expect(gb10?.on === 'metal' ? gb10.hardware.memory : 0).toBeGreaterThan(100_000 * 1024 ** 2);
    expect(commentsOf(source).join(' ')).not.toContain('GPU memory in MiB');
  });

  test('another GPU whose driver reports no memory is taken to have that of the node, and asked for', () => {
    const { environment, source } = seen(noMemory('NVIDIA-GB99', '0'));
    expect(environment.catalog.gpus).toMatchObject({
      'NVIDIA-GB99': { memory: 'unified', memoryMib: 120_000, memoryType: 'LPDDR' },
    });
    expect(environment.nodePools).toMatchObject({
      gb99: { hardware: { gpu: 'NVIDIA-GB99', gpus: 1, memory: 120_000 * 1024 ** 2 } },
    });
    expect(commentsOf(source)).toContain(
      "Check: no label reports memory of the GPU, so it is taken to be that of the node (as on a DGX Spark). If the GPU has its own, write its size here, and leave out memory: 'unified'",
    );
    const { nodePools } = synthesise(environment).plan.environment;
    expect(nodePools['gb99']?.gpu?.memoryMibPerUnit).toBe(120_000 - 512);
  });

  test('where every GPU is cut, no label but those of the slices names it', () => {
    const slice = {
      'nvidia.com/mig.strategy': 'mixed',
      'nvidia.com/mig-1g.10gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-1g.10gb',
      'nvidia.com/mig-1g.10gb.count': '14',
      'nvidia.com/mig-1g.10gb.memory': '9728',
    };
    const { environment } = seen(cpu('a'), cpu('cut', { labels: slice, units: { 'nvidia.com/mig-1g.10gb': '14' } }));
    expect(environment.nodePools['a100']).toMatchObject({
      hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 },
      sharing: { by: 'mig', profile: '1g.10gb' },
    });
  });
});
