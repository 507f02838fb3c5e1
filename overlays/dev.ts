/** One GPU node that everybody shares, weights on the office's NFS server: small models, one replica, readable logs. */
import { defineEnvironment, gib, gigabytes, mib } from 'corral';
import { catalog, neighbours, nfsDriver, ollamaSettings, serve } from './base';

/** Logs that can be read beside those of others: when, and from which part. */
const readableLogs = { '--log-prefix': true, '--log-timestamps': true } as const;

export const dev = defineEnvironment({
  name: 'dev',
  delivery: 'pulumi',
  catalog,
  prerequisites: [nfsDriver],
  cluster: {
    id: 'office',
    ...neighbours,
    dns: { addresses: ['10.96.0.10/32'] },
    weights: {
      kind: 'nfs',
      server: 'nas.office.example',
      share: '/volume1/models',
      capacity: gib(200),
      bandwidth: mib(110),
    },
  },
  nodePools: {
    shared: {
      on: 'metal',
      nodes: ['gpu-dev-1'],
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 1,
        cpu: 32,
        memory: gib(128),
        ephemeralStorage: gib(800),
        diskBandwidth: gigabytes(2),
      },
      sharing: { by: 'time-slicing', replicas: 4 },
    },
  },
  // Named, so that a pool without GPUs that is added later does not take the weights server away from it.
  supportPools: ['shared'],
  models: {
    'llama-3-2-3b': { ...serve.risk, memory: undefined, flags: readableLogs, pools: ['shared'], gpus: 1, replicas: 1 },
    'qwen-2-5-7b': {
      weights: 'qwen2.5:7b',
      settings: { contextLength: 8192, parallel: 2, maxOutputLength: 1024 },

      flags: readableLogs,
      cpu: 2,
      pools: ['shared'],
      gpus: 1,
      replicas: 1,
    },
  },
  ollama: {
    ollama: {
      models: ['llama3.2:3b'],
      settings: { ...ollamaSettings, parallel: 1 },
      pools: ['shared'],
      gpus: 1,
      replicas: 1,
    },
  },
});
