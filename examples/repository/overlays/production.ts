/** The same model on GPUs of a cloud, delivered by a GitOps repository. */
import { defineEnvironment, gib, mib } from 'corral';
import { catalog, serve } from './base.ts';

export const production = defineEnvironment({
  name: 'production',
  delivery: 'gitops',
  catalog,
  prerequisites: [
    { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs, installed by the cluster team' },
  ],
  cluster: {
    id: 'aws-eu-1',
    requestsFrom: { namespace: 'gateway', podLabels: { 'app.kubernetes.io/name': 'gateway' } },
    dns: { addresses: ['10.100.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example.com', share: '/models', capacity: gib(64), bandwidth: mib(500) },
  },
  nodePools: {
    l4: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 2, max: 4 } },
    cpu: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 1, max: 2 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
  },
  models: {
    smollm2: { ...serve.smollm2, pools: ['l4'], gpus: 1, replicas: 2 },
  },
});
