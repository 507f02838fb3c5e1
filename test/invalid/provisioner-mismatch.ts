/** GKE on a machine of AWS. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'provisioner'], 'gke'])];

export const report = `test.nodePools.l4.provisioner: 'gke' makes no machines of aws, and aws/g6.2xlarge is one.
  allowed: 'karpenter' · 'eks-node-group'
  [ProvisionerMismatch]`;
