/**
 * Times that must agree: the end of a pod with the notice and the drain timeout of its nodes, its load with the
 * autoscaler.
 */
import {
  addDurations,
  derived,
  type Derived,
  type Duration,
  durationText,
  hours,
  minutes,
  type Path,
  seconds,
} from '../../core';
import type { NodePool } from '../../environment';
import type { Budgets } from '../../workload';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Changes } from '../finding';

/**
 * Longest time for which a provider waits for a pod to end when it replaces a node, by the label of its nodes.
 * Karpenter waits without end unless its node pool says otherwise.
 *
 * @see EKS "Update a managed node group" (15 minutes, then PodEvictionFailure); GKE "Node upgrades" (one hour, then the
 * pod is deleted); AKS "Upgrade node pools" (node drain timeout, 30 minutes by default)
 */
const patience: readonly { readonly label: string; readonly by: string; readonly time: Duration }[] = [
  { label: 'eks.amazonaws.com/capacityType', by: 'an EKS managed node group', time: minutes(15) },
  { label: 'cloud.google.com/gke-spot', by: 'GKE', time: hours(1) },
  { label: 'kubernetes.azure.com/scalesetpriority', by: 'AKS', time: minutes(30) },
];

/** Time that a pool gives each pod to end, and who gives it. @default - nothing bounds it */
export function timeToEnd({ name, spotNotice, selector }: NodePool): Derived<Duration> | undefined {
  if (spotNotice !== undefined)
    return derived(spotNotice, `a spot node of pool ${name} is removed ${durationText(spotNotice)} after its notice`);
  const drainer = patience.find(({ label }) => selector.some(({ key }) => key === label));
  return (
    drainer &&
    derived(drainer.time, `${drainer.by} allows ${durationText(drainer.time)} to drain a node of pool ${name}`)
  );
}

/** A pod that a node gives less time than it needs to end. */
export function lateToEnd(
  at: Path,
  { grace }: Budgets,
  pools: readonly NodePool[],
  changes: readonly Changes[],
): readonly Finding[] {
  const fix = { fix: ['a smaller maxOutputLength', 'fewer parallel slots', 'faster GPUs'] };
  const needs = `needs ${durationText(grace.value)} to end (${grace.because})`;
  return pools.flatMap((pool) => {
    const given = timeToEnd(pool);
    if (given === undefined || grace.value <= given.value) return [];
    const code = pool.spotNotice === undefined ? 'DrainTooSlow' : 'SpotNoticeTooShort';
    return [finding(planFault(code, at, `${needs}, but ${given.because}`, fix), changes)];
  });
}

/** Longest period between two pods that a HorizontalPodAutoscaler accepts (`periodSeconds`). */
const longestPeriod = seconds(1800);

/** A load that outlasts what an autoscaler can wait: it would ask for the next pod before the first could help. */
export function tooSlowToScale(
  at: Path,
  { startup, staging }: Budgets,
  changes: readonly Changes[],
): readonly Finding[] {
  const load = addDurations(staging.value, startup.value);
  if (load <= longestPeriod) return [];
  return [
    finding(
      planFault(
        'LoadTooSlowToScale',
        at,
        `loads in ${durationText(load)} (${durationText(staging.value)} of staging: ${staging.because}; ${durationText(startup.value)} to start: ${startup.because}), but an autoscaler waits at most ${durationText(longestPeriod)} before it adds the next pod`,
        {
          fix: [
            'a fixed number of replicas',
            'a store with more bandwidth',
            'smaller weights',
            "local { kind: 'image' }",
          ],
        },
      ),
      changes,
    ),
  ];
}
