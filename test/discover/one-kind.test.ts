/** Nodes with several kinds of GPU units, or with slices that others use: a pool uses one kind, and says what is left. */
import { describe, expect, test } from '@jest/globals';
import { amount, pod, type Recorded } from './support/recorded';
import { cpu, nvidia, seen } from './support/seen';

const reason = '(a node is in one pool, which has one kind of GPU units)';
const slice = (profile: string, count: number, memory: number) => ({
  [`nvidia.com/mig-${profile}.product`]: `NVIDIA-A100-SXM4-80GB-MIG-${profile}`,
  [`nvidia.com/mig-${profile}.count`]: `${count}`,
  [`nvidia.com/mig-${profile}.memory`]: `${memory}`,
});
const cut = { 'nvidia.com/gpu.present': 'true', 'nvidia.com/mig.strategy': 'mixed' };
const onSlices = (name: string, units: number) =>
  pod(
    'team',
    `train-${name}`,
    {},
    {
      nodeName: name,
      containers: [{ resources: { limits: { 'nvidia.com/mig-1g.10gb': `${units}` } } }],
    },
  );
const sevenSlices = {
  labels: { ...cut, ...slice('1g.10gb', 7, 9728) },
  units: { 'nvidia.com/mig-1g.10gb': '7' },
};

describe('a node with several kinds of GPU units', () => {
  test.each<readonly [what: string, node: Omit<Recorded, 'name'>, pool: object, left: string]>([
    [
      'several profiles: those with most memory together',
      {
        labels: nvidia('NVIDIA-A100-SXM4-80GB', 8, 81_920),
        units: { 'nvidia.com/mig-1g.10gb': '16', 'nvidia.com/mig-2g.20gb': '8', 'nvidia.com/mig-3g.40gb': '8' },
      },
      {
        hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 4 },
        sharing: { by: 'mig', profile: '3g.40gb', units: 8 },
      },
      `16 nvidia.com/mig-1g.10gb ${reason}, 8 nvidia.com/mig-2g.20gb ${reason}`,
    ],
    [
      'whole GPUs beside a few slices: the whole ones',
      {
        labels: { ...cut, ...nvidia('NVIDIA-A100-SXM4-80GB', 6, 81_920), ...slice('1g.10gb', 14, 9728) },
        units: { 'nvidia.com/gpu': '6', 'nvidia.com/mig-1g.10gb': '14' },
      },
      { hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 6 } },
      `14 nvidia.com/mig-1g.10gb ${reason}`,
    ],
    [
      'one whole GPU beside many slices: the slices, counted even where they are all that their cards have',
      {
        labels: { ...cut, ...nvidia('NVIDIA-A100-SXM4-80GB', 1, 81_920), ...slice('1g.10gb', 49, 9728) },
        units: { 'nvidia.com/gpu': '1', 'nvidia.com/mig-1g.10gb': '49' },
      },
      {
        hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 7 },
        sharing: { by: 'mig', profile: '1g.10gb', units: 49 },
      },
      `1 nvidia.com/gpu ${reason}`,
    ],
    [
      'a profile that the catalogue does not have beside one that it has',
      {
        labels: { ...cut, ...slice('1g.10gb', 7, 9728), ...slice('9g.99gb', 2, 99_000) },
        units: { 'nvidia.com/mig-1g.10gb': '7', 'nvidia.com/mig-9g.99gb': '2' },
      },
      { sharing: { by: 'mig', profile: '1g.10gb', units: 7 } },
      `2 nvidia.com/mig-9g.99gb ${reason}`,
    ],
    [
      'GPUs of two vendors',
      {
        labels: { ...nvidia('NVIDIA-L4', 1, 23_034), 'amd.com/gpu.device-id': '74a1', 'amd.com/gpu.vram': '192G' },
        units: { 'nvidia.com/gpu': '1', 'amd.com/gpu': '4' },
      },
      { hardware: { gpu: 'AMD-Instinct-MI300X', gpus: 4 } },
      `1 nvidia.com/gpu ${reason}`,
    ],
    [
      'GPUs of two vendors, of which one has no labels',
      { labels: nvidia('NVIDIA-L4', 1, 23_034), units: { 'nvidia.com/gpu': '1', 'amd.com/gpu': '4' } },
      { hardware: { gpu: 'NVIDIA-L4', gpus: 1 } },
      `4 amd.com/gpu ${reason}`,
    ],
  ])('%s', (_, node, pool, left) => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(Object.values(environment.nodePools)).toMatchObject([{ nodes: ['a'] }, { nodes: ['gpu-1'], ...pool }]);
    // What a pool says of sharing is expected whole.
    expect(Object.values(environment.nodePools)[1]?.sharing).toEqual('sharing' in pool ? pool.sharing : undefined);
    expect(out).toEqual([`Left to others: on gpu-1: ${left}`]);
  });

  test('is in no pool where none of them can be declared, and says them all', () => {
    const node = { labels: cut, units: { 'nvidia.com/mig-1g.10gb': '16', 'nvidia.com/mig-2g.20gb': '8' } };
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(Object.keys(environment.nodePools)).toEqual(['cpu']);
    expect(out).toEqual([
      "Not in a pool: gpu-1: several kinds of GPU units (16 nvidia.com/mig-1g.10gb, 8 nvidia.com/mig-2g.20gb): write a pool for one kind by hand, as sharing: { by: 'mig', profile: '1g.10gb', units: 16 }",
    ]);
  });

  test('an Intel processor beside the cards is no kind of its own', () => {
    const labels = nvidia('NVIDIA-L4', 1, 23_034);
    const { out } = seen(cpu('gpu-1', { labels, units: { 'nvidia.com/gpu': '1', 'gpu.intel.com/i915': '1' } }));
    expect(out).toEqual([]);
  });
});

describe('slices that others use', () => {
  test('are left to them, and the pool uses the others', () => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', sevenSlices), onSlices('gpu-1', 5));
    expect(environment.nodePools['a100']).toMatchObject({ sharing: { by: 'mig', profile: '1g.10gb', units: 2 } });
    expect(out).toEqual(['Left to others: on gpu-1: 5 nvidia.com/mig-1g.10gb (other pods use them)']);
  });

  test('nodes with as many free ones are one pool, beside one of nodes that are all free', () => {
    const { environment } = seen(
      cpu('gpu-1', sevenSlices),
      cpu('gpu-2', sevenSlices),
      cpu('gpu-3', sevenSlices),
      onSlices('gpu-1', 5),
      onSlices('gpu-2', 5),
    );
    expect(Object.values(environment.nodePools)).toMatchObject([
      { nodes: ['gpu-1', 'gpu-2'], sharing: { units: 2 } },
      { nodes: ['gpu-3'], sharing: { by: 'mig', profile: '1g.10gb' } },
    ]);
  });

  test('leave a node without a pool where they are all of them', () => {
    const { out } = seen(cpu('a'), cpu('gpu-1', sevenSlices), onSlices('gpu-1', 7));
    expect(out).toEqual([
      'Not in a pool: gpu-1: other pods use 7 of its 7 nvidia.com/mig-1g.10gb, but a pool needs all of them',
    ]);
  });

  test('of nodes of a cloud: as many as the fullest node has free', () => {
    const labels = {
      ...sevenSlices.labels,
      'karpenter.sh/nodepool': 'cut',
      'karpenter.sh/capacity-type': 'on-demand',
      'node.kubernetes.io/instance-type': 'x1.cut',
    };
    const machine = { ...sevenSlices, labels, cpu: '31', memory: amount(120_000) };
    const { environment } = seen(
      cpu('a', machine),
      cpu('b', machine),
      cpu('c', machine),
      onSlices('a', 2),
      onSlices('b', 5),
    );
    expect(environment.nodePools['cut']).toMatchObject({ nodes: { min: 3, max: 3 }, sharing: { units: 2 } });
  });
});
