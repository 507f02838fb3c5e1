/** The ServiceAccount of one workload: an identity of its own, without a token. */
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { objectLabels, type Owner } from '../kubernetes/draw/labels';
import { object } from '../kubernetes/draw/object';

/** Adds a ServiceAccount named like the workload. Nothing of ours talks to the API server, so no token is mounted. */
export const workloadIdentity = (scope: Construct, namespace: string, owner: Owner): ApiObject =>
  object(scope, 'service-account', 'ServiceAccount', {
    metadata: { name: owner.instance, namespace, labels: objectLabels(owner) },
    automountServiceAccountToken: false,
  });
