/** Pods above `replicas` during a rollout: surge pods, and terminating pods that the controller no longer counts. */
import type { RolloutStrategy } from '../../workload';

/** How a rolling update goes, in whole pods. */
export interface RollingSteps {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * Pods beyond `replicas` at the same time. A pod that ends keeps its node's room for up to its grace period, and the
 * controller, which does not count it, makes the next at once: so each step leaves its pods behind, and
 * `minReadySeconds` of a grace period keeps the step after it waiting until they are gone. After the last step no
 * further pod is made.
 *
 * @see rolloutRolling of the Deployment controller. Its API has no way yet to wait for a pod's end (KEP-3973, not in
 * 1.36).
 */
export function rollingExtra({ maxSurge, maxUnavailable }: RollingSteps, replicas: number): number {
  const spares = Math.min(maxSurge, replicas);
  return spares + Math.min(Math.max(1, maxSurge + maxUnavailable), replicas - spares);
}

/** Pods above `replicas` during a rollout with a strategy. With `Recreate`, all old pods are gone before a new one. */
export const extraPods = (strategy: RolloutStrategy, replicas: number): number =>
  strategy.type === 'RollingUpdate' ? rollingExtra(strategy, replicas) : 0;
