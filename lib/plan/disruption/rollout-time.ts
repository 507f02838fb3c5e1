/** How long a rollout may take: each step waits for room, weights and start, and then until the former pod is gone. */
import { durationText, seconds, type Duration } from '../../core/duration';
import { derived, type Derived } from '../../core/derived';
import { rolloutStep } from '../../sizing/time/pod-budgets';
import type { LlamaServerPlan, OllamaFleetPlan } from '../plan';

/** Steps until all pods are new, at the most that there may be. */
function stepsOf(server: LlamaServerPlan | OllamaFleetPlan): number {
  if (!('rollout' in server))
    return Math.ceil(server.workload.replicas / Math.max(1, server.rolloutMaxUnavailable.value));
  const { value: strategy } = server.rollout;
  return strategy.type === 'Recreate'
    ? 1
    : Math.ceil(server.replicas.max / Math.max(1, strategy.maxSurge + strategy.maxUnavailable));
}

/** Longest time of one step. A StatefulSet waits for the former pod's end beforehand, which its deadline counts. */
export const stepTime = (server: LlamaServerPlan | OllamaFleetPlan): Duration =>
  'rollout' in server ? rolloutStep(server.budgets, server.rollout.value) : server.budgets.progressDeadline.value;

/** Longest time until all pods are new. */
export function rolloutTime(server: LlamaServerPlan | OllamaFleetPlan): Derived<Duration> {
  const [steps, step] = [stepsOf(server), stepTime(server)];
  return derived(seconds(steps * step), `${steps} × ${durationText(step)} to replace its pods`);
}

/**
 * Longest time until pods that are all new count: none of them waits for a former one, whose end the deadline has
 * instead of `minReadySeconds`.
 */
export const creationTime = ({
  budgets: {
    progressDeadline: { value },
  },
}: LlamaServerPlan | OllamaFleetPlan): Derived<Duration> => derived(value, `${durationText(value)} to start its pods`);
