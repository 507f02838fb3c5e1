/** Pools, stores and models that the environments beside this file are made of. */
import { bytes, gib, mib } from '../../../lib/core/bytes';
import { cpus, l40s, small } from '../../plan/fixtures/environment';

export const cpu = cpus(2);
export const nfs = (capacity: number, bandwidth: number) => ({
  weights: {
    kind: 'nfs' as const,
    server: 'nfs.example',
    share: '/export',
    capacity: gib(capacity),
    bandwidth: mib(bandwidth),
  },
});
/** Rights in one namespace, which has a quota of others. */
export const namespaced = (
  hard: Readonly<Record<string, string>>,
  usedByOthers?: Readonly<Record<string, string>>,
) => ({
  scope: 'namespaced' as const,
  namespace: 'team',
  weights: { kind: 'class' as const, storageClass: 'cephfs', capacity: gib(100), bandwidth: mib(1000) },
  existingQuotas: [{ name: 'team', hard, usedByOthers }],
});
export const settings = { contextLength: 8192, parallel: 2, maxOutputLength: 512 };
export const g6 = { on: 'cloud' as const, instance: 'aws/g6.2xlarge' };
export const spot = (nodes: number, fallback: number) => ({
  spot: { ...g6, nodes: { min: 0, max: nodes }, capacity: 'spot' as const },
  rest: { ...g6, nodes: { min: 0, max: fallback } },
});
export const withDisks = (gpus: number) =>
  l40s(['n1', 'n2'], gpus, {
    hardware: {
      gpu: 'NVIDIA-L40S',
      gpus,
      cpu: 64,
      memory: gib(384),
      ephemeralStorage: gib(1600),
      diskBandwidth: bytes(3e9),
      nvme: [{ path: '/mnt/a', capacity: gib(500), volumes: 1 }],
    },
  });
export const pinned = (replicas: number) => ({
  models: ['llama3.1:8b'] as const,
  settings,
  pools: ['gpus'] as const,
  gpus: 1,
  replicas,
  local: { kind: 'static' as const },
  volumeSize: gib(50),
});

/** A model so small that its cores are all that counts. */
export const tiny = (more: object) =>
  small({
    weights: 'smollm2-1.7b-instruct/Q4_K_M',
    settings: { contextLength: 512, parallel: 1, maxOutputLength: 64 },
    gpus: 0,
    pools: ['cpu'],
    ...more,
  });
