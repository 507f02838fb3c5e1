/** How many pods of a workload a drain may take at once. */
import type { Construct } from 'constructs';
import { annotations, object, objectLabels, type Owner, selectorLabels } from '../../kubernetes/draw';
import type { DisruptionBudget } from '../../workload';

/** Why a workload has no budget, as its own annotation says; nothing where it has one. */
export const noBudget = ({ value, because }: DisruptionBudget): Record<string, string | undefined> => ({
  'because.no-disruption-budget': value === 'all' ? because : undefined,
});

/**
 * Adds a PodDisruptionBudget named like the workload, unless all pods may go. Those that are not ready always may: a
 * crash must not block a drain for ever.
 */
export const disruptionBudget = (
  scope: Construct,
  namespace: string,
  owner: Owner,
  { value, because }: DisruptionBudget,
): void => {
  if (value === 'all') return;
  object(scope, 'disruption-budget', 'PodDisruptionBudget', {
    metadata: {
      name: owner.instance,
      namespace,
      labels: objectLabels(owner),
      annotations: annotations({ 'because.max-unavailable': because }),
    },
    spec: {
      maxUnavailable: value,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: selectorLabels(owner) },
    },
  });
};
