/**
 * Pods beyond the wanted number that exist while a Deployment rolls out: its spares, and those that still end and are
 * counted no more.
 */
import type { RolloutStrategy } from '../../workload/pod';

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

/**
 * Pods beyond `replicas` while a strategy is at work. All are gone before the first is made again where they are
 * recreated.
 */
export const extraPods = (strategy: RolloutStrategy, replicas: number): number =>
  strategy.type === 'RollingUpdate' ? rollingExtra(strategy, replicas) : 0;
