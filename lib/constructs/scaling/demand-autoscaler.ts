/** Scales a workload with KEDA: on what the gateway and the engines have to do, on windows of the week, and to no pod. */
import type { Construct } from 'constructs';
import { countQuantity, durationText } from '../../core';
import { annotations, object, objectLabels, type Owner } from '../../kubernetes/draw';
import type { Kinds } from '../../kubernetes/kinds';
import {
  type Autoscaling,
  type DemandScaling,
  endsNextDay,
  type Replicas,
  type ScheduleWindow,
  type TimeOfDay,
  weekdays,
} from '../../workload';
import { behaviorOf } from '../serving/queue-autoscaler';

/** What has to be done, as Prometheus answers it: each query gives one number, or nothing while its source is unknown. */
export interface DemandQueries {
  /** 1 after a request has found no pod, else 0. */
  readonly asked: string;
  /** Requests in progress at the gateway. */
  readonly requests: string;
  /** Requests that wait in engines. */
  readonly waiting: string;
  /** Requests that engines work on. */
  readonly working: string;
}

/** How KEDA scales a workload. */
export interface Demand extends DemandScaling {
  /** Prometheus that KEDA asks: `http://prometheus-operated.monitoring.svc:9090`. */
  readonly prometheus: string;
  readonly queries: DemandQueries;
}

type Trigger = NonNullable<Kinds['ScaledObject']['spec']['triggers']>[number];

/** Failed questions after which the fallback takes over: 45 s. */
const failures = 3;

/** A trigger whose query must have an answer: nothing is an error, and not 0, which would let every model sleep. */
const asks = (prometheus: string, name: string, query: string, perPod: number): Trigger => ({
  type: 'prometheus',
  name,
  metricType: 'AverageValue',
  metadata: {
    serverAddress: prometheus,
    query,
    threshold: countQuantity(perPod),
    activationThreshold: '0',
    ignoreNullValues: 'false',
  },
});

const cron = (time: TimeOfDay, days: readonly number[]): string => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return `${minutes} ${hours} * * ${days.length === weekdays.length ? '*' : [...days].sort((a, b) => a - b).join(',')}`;
};

/** Days as cron counts them: 0 is Sunday. */
const cronDays = ({ days }: ScheduleWindow, later: number): readonly number[] =>
  days.map((day) => (weekdays.indexOf(day) + 1 + later) % weekdays.length);

/** A window: KEDA keeps its minimum between the next start and the next end. */
const window = (each: ScheduleWindow, index: number): Trigger => ({
  type: 'cron',
  name: `window-${index}`,
  metadata: {
    timezone: each.timeZone,
    start: cron(each.from, cronDays(each, 0)),
    end: cron(each.to, cronDays(each, endsNextDay(each) ? 1 : 0)),
    desiredReplicas: `${each.replicas}`,
  },
});

/**
 * Adds a ScaledObject named like the workload, for ever: KEDA refuses another one for the same workload. Its autoscaler
 * has the name that ours would have, so that one takes over from the other.
 */
export function demandAutoscaler(
  scope: Construct,
  namespace: string,
  owner: Owner,
  replicas: Replicas,
  autoscaling: Autoscaling,
  { prometheus, queries, pollingInterval, cooldown, fallback, windows }: Demand,
): void {
  const { deferredPerPod, processingPerPod } = autoscaling;
  object(scope, 'demand', 'ScaledObject', {
    metadata: {
      name: owner.instance,
      namespace,
      labels: objectLabels(owner),
      annotations: {
        'scaledobject.keda.sh/transfer-hpa-ownership': 'true',
        ...annotations({
          'because.processing-per-pod': processingPerPod.because,
          'because.scale-up': `${autoscaling.scaleUpWindow.because}; ${autoscaling.scaleUpPeriod.because}`,
          'because.scale-down': `${autoscaling.scaleDownWindow.because}; ${autoscaling.scaleDownPeriod.because}`,
          'because.cooldown': `${durationText(cooldown.value)}: ${cooldown.because}`,
          'because.fallback': fallback.because,
        }),
      },
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: owner.instance },
      pollingInterval: pollingInterval.value,
      cooldownPeriod: cooldown.value,
      // After a hand-over no request has been seen yet: without it, a workload that answers would sleep at once.
      initialCooldownPeriod: cooldown.value,
      minReplicaCount: replicas.min,
      maxReplicaCount: replicas.max,
      fallback: { failureThreshold: failures, replicas: fallback.value, behavior: 'currentReplicasIfHigher' },
      advanced: {
        restoreToOriginalReplicaCount: false,
        horizontalPodAutoscalerConfig: { name: owner.instance, behavior: behaviorOf(autoscaling) },
      },
      triggers: [
        asks(prometheus, 'asked', queries.asked, 1),
        asks(prometheus, 'requests', queries.requests, processingPerPod.value),
        asks(prometheus, 'waiting', queries.waiting, deferredPerPod),
        asks(prometheus, 'working', queries.working, processingPerPod.value),
        ...windows.map(window),
      ],
    },
  });
}
