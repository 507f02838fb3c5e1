/** The overlay that the examples of docs/how-to/adapt.md change: one model on a pool with GPUs. */
import { gib, mib, type EnvironmentInput } from '../../lib';
import { models } from '../../overlays/models';

export const gpu = {
  on: 'metal',
  nodes: 2,
  labels: { 'example.org/pool': 'gpu' },
  hardware: {
    cpu: 32,
    memory: gib(128),
    ephemeralStorage: gib(500),
    diskBandwidth: mib(1000),
    gpu: 'NVIDIA-L40S',
    gpus: 2,
  },
} as const;

export const cpu = {
  on: 'metal',
  nodes: 2,
  labels: { 'example.org/pool': 'cpu' },
  hardware: { cpu: 8, memory: gib(32), ephemeralStorage: gib(100), diskBandwidth: mib(500) },
} as const;

export const chat = {
  weights: 'llama-3.1-8b-instruct/Q4_K_M',
  settings: { contextLength: 8192, parallel: 4, maxOutputLength: 1024 },
  pools: ['gpu'],
  gpus: 1,
  cpu: 4,
  replicas: 2,
} as const;

export const adapted = {
  name: 'adapted',
  delivery: 'kubectl',
  catalog: { models },
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' }],
  cluster: {
    id: 'lab-1',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nas.example.org', share: '/models', capacity: gib(200), bandwidth: mib(500) },
  },
  nodePools: { gpu, cpu },
  models: { chat },
} as const satisfies EnvironmentInput;
