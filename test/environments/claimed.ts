/** An environment whose GPUs pods claim by dynamic resource allocation: whole ones, and slices that MIG has cut. */
import type { EnvironmentInput } from '../../lib';
import { gib, gigabytes, mib } from '../../lib/core/bytes';
import { catalog, neighbours, nfsDriver, ollamaSettings, serve } from '../../overlays/base';

const disk = { ephemeralStorage: gib(800), diskBandwidth: gigabytes(2) } as const;

export const claimed = {
  name: 'claimed',
  delivery: 'kubectl',
  catalog,
  prerequisites: [nfsDriver],
  cluster: {
    id: 'lab',
    ...neighbours,
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nas.lab.example', share: '/models', capacity: gib(300), bandwidth: mib(500) },
  },
  nodePools: {
    l40s: {
      on: 'metal',
      nodes: ['gpu-1', 'gpu-2', 'gpu-3', 'gpu-4'],
      allocation: 'dra',
      hardware: { gpu: 'NVIDIA-L40S', gpus: 2, cpu: 32, memory: gib(256), ...disk },
    },
    slices: {
      on: 'metal',
      nodes: ['mig-1'],
      allocation: 'dra',
      sharing: { by: 'mig', profile: '1g.10gb', units: 7 },
      hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 1, cpu: 32, memory: gib(128), ...disk },
    },
    cpus: { on: 'metal', nodes: ['cpu-1', 'cpu-2'], hardware: { cpu: 16, memory: gib(64), ...disk } },
  },
  supportPools: ['cpus'],
  models: {
    chat: { ...serve.qwen32b, pools: ['l40s'], gpus: 1, replicas: 2 },
    large: { ...serve.gptOss, pools: ['l40s'], gpus: 2, replicas: 1 },
    small: { ...serve.risk, memory: undefined, pools: ['slices'], gpus: 1, replicas: 2 },
  },
  ollama: {
    fleet: { models: ['llama3.2:3b'], settings: ollamaSettings, pools: ['l40s'], gpus: 1, replicas: 1 },
  },
} as const satisfies EnvironmentInput;
