/**
 * A small environment whose rights end at one namespace that exists, with pods, a quota and a LimitRange of others in
 * it.
 */
import { defineEnvironment, gib, gigabytes } from '../../lib';
import { catalog, serve } from '../../overlays/base';

const disks = { ephemeralStorage: gib(400), diskBandwidth: gigabytes(2) };

export const team = defineEnvironment({
  name: 'team',
  delivery: 'kubectl',
  catalog,
  cluster: {
    id: 'shared',
    scope: 'namespaced',
    namespace: 'team-llm',
    dns: { addresses: ['10.96.0.10/32'] },
    requestsFrom: { namespace: 'team-llm', podLabels: { app: 'web' } },
    weights: { kind: 'class', storageClass: 'cephfs', capacity: gib(100), bandwidth: gigabytes(1) },
    existingQuotas: [
      {
        name: 'team',
        hard: {
          'requests.cpu': '40',
          'limits.cpu': '80',
          'requests.memory': '200Gi',
          'limits.memory': '200Gi',
          'requests.nvidia.com/gpu': '5',
          pods: '40',
          services: '10',
          'cephfs.storageclass.storage.k8s.io/requests.storage': '200Gi',
        },
        usedByOthers: {
          'requests.cpu': '4',
          'limits.cpu': '4',
          'requests.memory': '1Gi',
          'limits.memory': '1Gi',
          pods: '6',
          services: '2',
        },
      },
    ],
    existingLimits: [
      {
        name: 'team',
        limits: [
          { type: 'Container', max: { memory: '100Gi' }, default: { cpu: '1' }, defaultRequest: { cpu: '100m' } },
        ],
      },
    ],
  },
  nodePools: {
    gpu: { on: 'metal', nodes: 2, labels: { pool: 'gpu' }, hardware: { ...l4(), ...disks } },
    cpu: { on: 'metal', nodes: 2, labels: { pool: 'cpu' }, hardware: { cpu: 16, memory: gib(64), ...disks } },
  },
  models: {
    legal: { ...serve.legal, pools: ['gpu'], gpus: 1, replicas: 2, priority: 'interactive' },
    summary: { ...serve.summary, pools: ['cpu'], replicas: 1 },
  },
});

function l4() {
  return { gpu: 'NVIDIA-L4', gpus: 2, cpu: 16, memory: gib(64) } as const;
}
