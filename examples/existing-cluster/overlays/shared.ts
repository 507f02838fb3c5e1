/** A cluster of a company: its storage, its priorities and its namespaces are there, and Corral uses them. */
import { defineEnvironment, gib, gigabytes, mib } from 'corral';
import { catalog, serve } from './base.ts';

const byPlatformTeam = 'the platform team';

export const shared = defineEnvironment({
  name: 'shared',
  delivery: 'kubectl',
  catalog,
  prerequisites: [{ kind: 'StorageClass', name: 'shared-files', providedBy: byPlatformTeam }],
  cluster: {
    id: 'company-1',
    namespaces: { serving: 'team-a-llm', store: 'team-a-weights' },
    dns: { addresses: ['10.43.0.10/32'] },
    runtimeClass: 'existing',
    priorityClasses: 'existing',
    weights: { kind: 'class', storageClass: 'shared-files', capacity: gib(64), bandwidth: mib(200) },
  },
  nodePools: {
    gpu: {
      on: 'metal',
      nodes: ['gpu-1', 'gpu-2'],
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 1,
        cpu: 32,
        memory: gib(128),
        ephemeralStorage: gib(400),
        diskBandwidth: gigabytes(2),
      },
    },
  },
  models: {
    smollm2: { ...serve.smollm2, pools: ['gpu'], gpus: 1, replicas: 2 },
  },
});
