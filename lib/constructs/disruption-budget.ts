/** How many pods of a workload a drain may take at once. */
import type { Construct } from 'constructs';
import type { Derived } from '../core/derived';
import { annotations, objectLabels, selectorLabels, type Owner } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

/** Adds a PodDisruptionBudget named like the workload. Pods that are not ready may always go: a crash must not block a drain for ever. */
export const disruptionBudget = (scope: Construct, namespace: string, owner: Owner, { value, because }: Derived<number>): void => {
  object(scope, 'disruption-budget', 'PodDisruptionBudget', {
    metadata: { name: owner.instance, namespace, labels: objectLabels(owner), annotations: annotations({ 'because.max-unavailable': because }) },
    spec: { maxUnavailable: value, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selectorLabels(owner) } },
  });
};
