/** When a workload is where it should be, much as `kubectl rollout status` and `kubectl wait` judge it. */
import type { Kinds } from '../../../lib/kubernetes/kinds';

interface Condition {
  readonly type: string;
  readonly status: string;
}

export const hasCondition = (
  object: { readonly status?: { readonly conditions?: readonly Condition[] } },
  type: string,
): boolean =>
  object.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;

export const isReady = (pod: Kinds['Pod'] | Kinds['Node']): boolean => hasCondition(pod, 'Ready');
export const isComplete = (job: Kinds['Job']): boolean => hasCondition(job, 'Complete');
export const isFailed = (job: Kinds['Job']): boolean => hasCondition(job, 'Failed');

/**
 * Every replica is of the newest template and ready, and no former one is left. Ready, not available: `minReadySeconds`
 * are minutes, in which nothing happens here.
 */
export function isRolledOut({ metadata, spec, status }: Kinds['Deployment'] | Kinds['StatefulSet']): boolean {
  const wanted = spec?.replicas ?? 1;
  if (status === undefined || status.observedGeneration !== metadata?.generation) return false;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.readyReplicas ?? 0) === wanted
  );
}

/** Why the scheduler has not placed a pod; `undefined` when it has, or has not tried. */
export const unschedulable = (pod: Kinds['Pod']): string | undefined =>
  pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
