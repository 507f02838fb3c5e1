/** An environment with a pool of each provider, as no single cluster has them: each is what its provider makes. */
import { defineEnvironment, gib, gigabytes, mib } from '../../../lib';
import { catalog, neighbours, nfsDriver } from '../../../overlays/base';

const disk = { ephemeralStorage: gib(100), diskBandwidth: mib(125) } as const;

export const everywhere = defineEnvironment({
  name: 'everywhere',
  delivery: 'kubectl',
  catalog,
  prerequisites: [nfsDriver],
  cluster: {
    id: 'everywhere',
    ...neighbours,
    metrics: 'prometheus-adapter',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(200), bandwidth: mib(100) },
  },
  nodePools: {
    'karpenter-l40s': { on: 'cloud', instance: 'aws/g6e.12xlarge', nodes: { min: 1, max: 2 } },
    'karpenter-spot': { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 1 }, capacity: 'spot' },
    'eks-cpu': {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 2, max: 2 },
      provisioner: 'eks-node-group',
      ...disk,
    },
    'gke-l4': { on: 'cloud', instance: 'gcp/g2-standard-12', nodes: { min: 1, max: 1 }, provisioner: 'gke', ...disk },
    'aks-a100': {
      on: 'cloud',
      instance: 'azure/Standard_NC24ads_A100_v4',
      nodes: { min: 1, max: 1 },
      provisioner: 'aks',
      capacity: 'spot',
      ...disk,
    },
    rack: {
      on: 'metal',
      nodes: ['rack-1', 'rack-2'],
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 2,
        cpu: 64,
        memory: gib(256),
        ephemeralStorage: gib(800),
        diskBandwidth: gigabytes(2),
      },
      sharing: { by: 'time-slicing', replicas: 4 },
    },
    office: {
      on: 'metal',
      nodes: ['office-1'],
      hardware: { cpu: 16, memory: gib(64), ephemeralStorage: gib(200), diskBandwidth: gigabytes(1) },
    },
    lab: {
      on: 'cloud',
      instance: 'aws/m7i.xlarge',
      nodes: { min: 1, max: 1 },
      provisioner: 'eks-node-group',
      ...disk,
      labels: { 'node.kubernetes.io/instance-type': 'm7i.xlarge', 'example.com/pool': 'lab' },
    },
  },
  models: {
    first: {
      weights: 'qwen2.5:0.5b',
      settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
      pools: ['office'],
      cpu: 1,
      replicas: 1,
    },
  },
});
