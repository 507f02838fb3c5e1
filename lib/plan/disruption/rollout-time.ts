/** How long a rollout may take: each step waits for room, weights and start, and then until the former pod is gone. */
import { addDurations, derived, type Derived, type Duration, durationText, seconds } from '../../core';
import { rolloutStep, untilKnown } from '../../sizing';
import type { ServerPlan } from '../plan';

/** Steps until all pods are new, at the most that there may be. */
function stepsOf({ replacement, replicas }: ServerPlan): number {
  const inSteps = (size: number): number => Math.ceil(replicas.max / Math.max(1, size));
  if (replacement.by === 'stateful-set') return inSteps(replacement.maxUnavailable.value);
  const { value: strategy } = replacement.rollout;
  return strategy.type === 'Recreate' ? 1 : inSteps(strategy.maxSurge + strategy.maxUnavailable);
}

/**
 * Longest time of one step. A StatefulSet waits for the former pod's end beforehand, which its deadline counts, and until
 * clients know the new one.
 */
export const stepTime = ({ replacement, budgets }: ServerPlan): Duration =>
  replacement.by === 'deployment'
    ? rolloutStep(budgets, replacement.rollout.value)
    : addDurations(budgets.progressDeadline.value, untilKnown(budgets)?.value ?? seconds(0));

/** Longest time until all pods are new. */
export function rolloutTime(server: ServerPlan): Derived<Duration> {
  const [steps, step] = [stepsOf(server), stepTime(server)];
  return derived(seconds(steps * step), `${steps} × ${durationText(step)} to replace its pods`);
}

/** Longest time until the first pods of a workload are available. No old pod ends before, so no step waits for one. */
export const creationTime = ({
  budgets: {
    progressDeadline: { value },
  },
}: ServerPlan): Derived<Duration> => derived(value, `${durationText(value)} to start its pods`);
