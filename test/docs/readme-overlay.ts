import { defineEnvironment, gib, mib } from 'corral';
import { models } from '../../overlays/models';

export const lab = defineEnvironment({
  name: 'lab',
  delivery: 'kubectl',
  catalog: { models },
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' }],
  cluster: {
    id: 'lab-1',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nas.example.org', share: '/models', capacity: gib(200), bandwidth: mib(500) },
  },
  nodePools: {
    l40s: {
      on: 'metal',
      nodes: 2,
      labels: { 'example.org/pool': 'l40s' },
      hardware: {
        cpu: 32,
        memory: gib(128),
        ephemeralStorage: gib(500),
        diskBandwidth: mib(1000),
        gpu: 'NVIDIA-L40S',
        gpus: 2,
      },
    },
  },
  models: {
    assistant: {
      weights: 'llama-3.1-8b-instruct/Q4_K_M',
      settings: { contextLength: 8192, parallel: 4, maxOutputLength: 1024 },
      pools: ['l40s'],
      gpus: 1,
      cpu: 4,
      replicas: 3,
    },
  },
  gateway: {
    tls: { secretName: 'llm-tls' },
    expose: { by: 'node-port', port: 30443 },
    clients: {
      'chat-ui': { models: 'all' },
      scripts: { models: ['assistant'], concurrent: 4, tokensPerDay: 2_000_000 },
    },
  },
});
