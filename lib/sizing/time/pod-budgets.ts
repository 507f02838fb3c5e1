/** The budgets of a pod's life, from its weights, its disk, the store and its longest answer. */
import {
  addDurations,
  type Bytes,
  ceilSeconds,
  derived,
  type Derived,
  type Duration,
  durationText,
  largest,
  minutes,
  seconds,
} from '../../core';
import { gracePeriod } from './drain';
import { stagingTime, startupBudget, type Bandwidth } from './load-time';
import type { Autoscaling, Budgets, DemandScaling, Replicas, RolloutStrategy, ScheduleWindow } from '../../workload';

/** What the budgets come from. */
export interface PodBudgetsInput {
  /** Bytes that the pod reads before it is ready. */
  readonly weights: Bytes;
  /** Bytes that the pod brings to its disk before. @default - the same */
  readonly staged?: Bytes;
  readonly diskBandwidth: Bandwidth;
  /** The store and the pods that may read it at the same time; absent where weights need no staging. */
  readonly store?: { readonly bandwidth: Bandwidth; readonly readers: number };
  /** The longest answer. */
  readonly generation: Derived<Duration>;
  /** Until no client sends new requests to a pod that ends. @default - 15 s */
  readonly propagation?: Derived<Duration>;
}

/** Time until every node and gateway has learnt that a pod is gone. Seen up to 10 s; KServe and GAIE wait 15. */
export const endpointPropagation = seconds(15);

/** Time until no client sends new requests to a pod that ends. */
export const propagationOf = ({ propagation }: Pick<Budgets, 'propagation'>): Duration =>
  propagation?.value ?? endpointPropagation;

/** Most time that a drain takes in all: until no client sends new requests, and the longest answer. */
export const drainDeadline = (budgets: Budgets): Duration => addDurations(propagationOf(budgets), budgets.drain.value);

/**
 * `minReadySeconds` of a rolling update: the step after a new pod waits until the former one, which began to end when the
 * new one was made, must be gone. So at most one pod of a workload ends at a time.
 */
export const minReady = ({ grace }: Budgets): Derived<Duration> =>
  derived(
    ceilSeconds(grace.value),
    `${durationText(grace.value)}: the old pod can take this long to end, and holds its resources until then`,
  );

/**
 * `minReadySeconds` of a StatefulSet, whose next pod ends without a spare: clients know the new pod by then. Those that
 * follow endpoints at once know it when it is ready.
 */
export const untilKnown = ({ propagation }: Budgets): Derived<Duration> | undefined =>
  propagation &&
  derived(
    ceilSeconds(propagation.value),
    `${durationText(propagation.value)}: until a new pod gets requests, since ${propagation.because}`,
  );

/**
 * Longest time of one step of a rolling update: its successor's room, load and start, and the time until the next may
 * follow.
 */
export const rolloutStep = (budgets: Budgets, { type }: RolloutStrategy): Duration =>
  type === 'Recreate'
    ? budgets.progressDeadline.value
    : addDurations(budgets.progressDeadline.value, minReady(budgets).value);

/** Time to pull and unpack an engine's image on a new node: 3 GB compressed at 10 MB/s, and as long again to unpack. */
const imagePull = derived(minutes(10), '10 min to pull and unpack the image');

/** Budgets of a pod. */
export function podBudgets({
  weights,
  staged = weights,
  diskBandwidth,
  store,
  generation,
  propagation,
}: PodBudgetsInput): Budgets {
  const startup = startupBudget(weights, diskBandwidth);
  const stagingWith = (readers: number): Derived<Duration> =>
    store === undefined
      ? derived(seconds(0), 'the weights are in place')
      : stagingTime({ weights: staged, readers, store: store.bandwidth });
  const staging = stagingWith(store?.readers ?? 1);
  const grace = gracePeriod(propagationOf({ propagation }), generation);
  const deadline = (stagingTaken: Duration): Duration =>
    addDurations(imagePull.value, stagingTaken, startup.value, grace.value);
  const alone = stagingWith(1).value;
  return {
    startup,
    staging,
    progressDeadline: derived(
      deadline(staging.value),
      `${imagePull.because}, ${durationText(staging.value)} of staging, ${durationText(startup.value)} to start, ${durationText(grace.value)} for the old pod to end`,
    ),
    // Never longer than the deadline of the rollout: the log of the init container says why before the rollout counts
    // as failed.
    patience: derived(deadline(alone), `the progress deadline of a pod that stages alone, in ${durationText(alone)}`),
    ...(propagation === undefined ? {} : { propagation }),
    drain: generation,
    grace,
  };
}

/** Longest window and longest period that a HorizontalPodAutoscaler accepts. */
const longestWindow = seconds(3600);
const longestPeriod = seconds(1800);

const between = (least: number, value: number, most: number): Duration =>
  seconds(Math.min(most, Math.max(least, value)));

/** Windows and periods of an autoscaler: slow, since a pod that is added helps only once it has loaded. */
export function autoscalingOf({ startup, staging, grace }: Budgets, parallel: number): Autoscaling {
  const load = addDurations(staging.value, startup.value);
  return {
    deferredPerPod: 1,
    processingPerPod: derived(parallel, `${parallel} slots of a pod, all of them busy`),
    scaleUpWindow: derived(seconds(60), 'requests wait for a minute'),
    scaleUpPeriod: derived(
      between(120, load, longestPeriod),
      `one pod in the ${durationText(load)} that a pod takes to load`,
    ),
    scaleDownWindow: derived(
      between(600, 3 * load, longestWindow),
      `three times the ${durationText(load)} that a pod takes to load, between 10 min and 1 h`,
    ),
    scaleDownPeriod: largest(
      derived(seconds(300), 'one pod in five minutes'),
      derived(
        between(0, grace.value, longestPeriod),
        `one pod in the ${durationText(grace.value)} that it may take to end`,
      ),
    ),
  };
}

/** Time until a node that an autoscaler of nodes asks for takes pods: its machine, its drivers and its registration. */
const nodeTime = derived(minutes(10), '10 min to make a node');

/** Time between two requests of one person, in which a model stays awake. */
const pause = derived(minutes(5), '5 min for the next request');

/**
 * When KEDA wakes a workload and lets it sleep. A pod that loads answers no request and has no metrics: it must not go
 * before it could have answered.
 *
 * @param makesNode whether a node may have to be made for the pod
 */
export function demandScalingOf(
  { startup, staging }: Budgets,
  { min }: Replicas,
  makesNode: boolean,
  windows: readonly ScheduleWindow[],
): DemandScaling {
  const node = makesNode ? [nodeTime] : [];
  const parts = [
    ...node,
    imagePull,
    derived(staging.value, `${durationText(staging.value)} of staging`),
    derived(startup.value, `${durationText(startup.value)} to start`),
    pause,
  ];
  return {
    pollingInterval: derived(seconds(15), 'as often as metrics are scraped'),
    cooldown: derived(
      ceilSeconds(addDurations(...parts.map(({ value }) => value))),
      parts.map(({ because }) => because).join(', '),
    ),
    fallback: derived(
      Math.max(1, min),
      min === 0 ? '1: with 0, KEDA would let pods that answer sleep' : `${min}, the minimum`,
    ),
    windows,
  };
}
