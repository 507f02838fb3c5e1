/** The ServiceAccount of one workload: an identity of its own, without a token. */
import { ServiceAccount } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { objectLabels, type Owner } from '../kubernetes/draw';

/** Adds a ServiceAccount named like the workload. Nothing of ours talks to the API server, so no token is mounted. */
export const workloadIdentity = (scope: Construct, namespace: string, owner: Owner): ServiceAccount =>
  new ServiceAccount(scope, 'service-account', {
    metadata: { name: owner.instance, namespace, labels: objectLabels(owner) },
    automountToken: false,
  });
