/** Pools that look alike, and are not one. */
import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { formatDifference, inventoryOf, preflight } from '../../lib/internal';
import { amount, recorded } from './support/recorded';
import { cpu, nvidia, seen } from './support/seen';

const karpenter = (capacity: string, type = 'g6.2xlarge') => ({
  'karpenter.sh/nodepool': 'gpu',
  'karpenter.sh/capacity-type': capacity,
  'node.kubernetes.io/instance-type': type,
});
const l4 = {
  labels: nvidia('NVIDIA-L4', 1, 23_034),
  units: { 'nvidia.com/gpu': '1' },
  cpu: '7910m',
  memory: amount(29_317),
  disk: '450Gi',
} as const;

describe('pools that look alike', () => {
  test('GPUs of AMD with one name and different device numbers are two pools', () => {
    const amd = (id: string) => ({
      labels: { 'amd.com/gpu.device-id': id, 'amd.com/gpu.product-name': 'AMD_Radeon_Graphics' },
      units: { 'amd.com/gpu': '4' },
    });
    const { environment } = seen(cpu('a'), cpu('gpu-1', amd('7551')), cpu('gpu-2', amd('740f')));
    expect(environment.nodePools).toMatchObject({
      r9700: { nodes: ['gpu-1'], hardware: { gpu: 'AMD-Radeon-AI-PRO-R9700' } },
      mi210: { nodes: ['gpu-2'], hardware: { gpu: 'AMD-Instinct-MI210' } },
    });
  });

  test('whole GPUs and as many shares with their name are two pools', () => {
    const shares = {
      ...nvidia('Tesla-T4-SHARED', 1, 15_360),
      'nvidia.com/gpu.replicas': '4',
      'nvidia.com/gpu.sharing-strategy': 'time-slicing',
    };
    const { environment } = seen(
      cpu('whole', { labels: nvidia('Tesla-T4', 4, 15_360), units: { 'nvidia.com/gpu': '4' } }),
      cpu('shared', { labels: shares, units: { 'nvidia.com/gpu': '4' } }),
    );
    expect(Object.values(environment.nodePools)).toMatchObject([
      { nodes: ['shared'], hardware: { gpus: 1 }, sharing: { replicas: 4 } },
      { nodes: ['whole'], hardware: { gpus: 4 } },
    ]);
  });

  test('nodes of different processors are never one pool', () => {
    const { environment } = seen(
      cpu('agent-1', { labels: { 'kubernetes.io/arch': 'amd64' } }),
      cpu('pi-1', { labels: { 'kubernetes.io/arch': 'arm64' } }),
    );
    expect(Object.values(environment.nodePools)).toMatchObject([
      { nodes: ['agent-1'] },
      { nodes: ['pi-1'], hardware: { architecture: 'arm64' } },
    ]);
  });

  test('reserved capacity beside on-demand in one NodePool of Karpenter', () => {
    const { environment } = seen(
      cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } }),
      cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } }),
    );
    expect(Object.keys(environment.nodePools)).toEqual(['gpu']);
    expect(environment.nodePools).toMatchObject({
      gpu: {
        nodes: { min: 2, max: 2 },
        labels: { 'karpenter.sh/nodepool': 'gpu', 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] },
      },
    });
  });

  test('a node on demand that joins a pool of reserved ones later: the fix selects both', () => {
    const reserved = cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } });
    const onDemand = cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } });
    const { environment } = seen(reserved);
    const inventory = inventoryOf(recorded([reserved, onDemand]));
    const { differences } = preflight({ synthesis: synthesise(environment), inventory });
    expect(differences.map(formatDifference)).toEqual([
      "lab.nodePools.gpu: declared label karpenter.sh/capacity-type=reserved; found 'on-demand' on ip-b.\n" +
        "  fix: labels: { 'karpenter.sh/nodepool': 'gpu', 'node.kubernetes.io/instance-type': 'g6.2xlarge', 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] }\n" +
        '  [LabelDiffers]',
    ]);
  });

  test('the same beside spot nodes, and beside a NodePool of the same machines that is on demand only', () => {
    const other = { ...karpenter('on-demand'), 'karpenter.sh/nodepool': 'other' };
    const { environment } = seen(
      cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } }),
      cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } }),
      cpu('ip-c', { ...l4, labels: { ...l4.labels, ...karpenter('spot') } }),
      cpu('ip-d', { ...l4, labels: { ...l4.labels, ...other } }),
    );
    expect(environment.nodePools).toMatchObject({
      gpu: { nodes: { min: 2, max: 2 }, labels: { 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] } },
      'gpu-g6-2xlarge': { capacity: 'spot', labels: { 'karpenter.sh/capacity-type': 'spot' } },
      other: { labels: { 'karpenter.sh/nodepool': 'other', 'karpenter.sh/capacity-type': 'on-demand' } },
    });
  });

  test('preemptible nodes of GKE beside spot and others', () => {
    const gke = (pool: string, mark: Readonly<Record<string, string>>) =>
      cpu(pool, {
        labels: { 'cloud.google.com/gke-nodepool': pool, 'node.kubernetes.io/instance-type': 'n2-standard-8', ...mark },
      });
    const { environment } = seen(
      gke('old', { 'cloud.google.com/gke-preemptible': 'true' }),
      gke('new', { 'cloud.google.com/gke-spot': 'true', 'cloud.google.com/gke-provisioning': 'spot' }),
      gke('base', {}),
    );
    expect(environment.nodePools).toMatchObject({
      old: {
        capacity: 'spot',
        labels: { 'cloud.google.com/gke-preemptible': 'true', 'cloud.google.com/gke-nodepool': 'old' },
      },
      new: { capacity: 'spot' },
      base: { provisioner: 'gke' },
    });
  });
});
