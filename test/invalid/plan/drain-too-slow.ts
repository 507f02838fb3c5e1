/** An end that outlasts the drain of a node group. */
import { gib, mib } from '../../../lib/core/bytes';
import { small, type Parts } from '../../plan/fixtures/environment';

export const parts: Parts = {
  pools: {
    group: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      provisioner: 'eks-node-group',
      nodes: { min: 0, max: 3 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
  },
  models: {
    a: small({
      pools: ['group'],
      gpus: 0,
      cpu: 4,
      settings: { contextLength: 8192, parallel: 1, maxOutputLength: 4096 },
    }),
  },
};

export const report = `test.models.a: needs 24 min 47 s to end (15 s for endpoints to follow, 24 min 17 s for the longest answer, 15 s to end), but an EKS managed node group allows 15 min to drain a node of pool group.
  fits with: maxOutputLength 2432
  [DrainTooSlow]`;
