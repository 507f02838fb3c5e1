/** Scales a workload on its engine's queue: up while requests wait, down long after. */
import type { Construct } from 'constructs';
import { countQuantity } from '../../core';
import type { ServingEngine } from '../../engines';
import { annotations, object, objectLabels, type Owner } from '../../kubernetes/draw';
import type { Autoscaling, Replicas } from '../../workload';

const perPod = (name: string, averageValue: number) => ({
  type: 'Pods' as const,
  pods: { metric: { name }, target: { type: 'AverageValue' as const, averageValue: countQuantity(averageValue) } },
});

/** How fast it scales: one pod at a time. */
export const behaviorOf = ({ scaleUpWindow, scaleUpPeriod, scaleDownWindow, scaleDownPeriod }: Autoscaling) => ({
  scaleUp: {
    stabilizationWindowSeconds: scaleUpWindow.value,
    selectPolicy: 'Max' as const,
    policies: [{ type: 'Pods' as const, value: 1, periodSeconds: scaleUpPeriod.value }],
  },
  scaleDown: {
    stabilizationWindowSeconds: scaleDownWindow.value,
    selectPolicy: 'Max' as const,
    policies: [{ type: 'Pods' as const, value: 1, periodSeconds: scaleDownPeriod.value }],
  },
});

/**
 * Adds a HorizontalPodAutoscaler named like the workload. One pod at a time: it must have loaded before its effect can
 * be seen, and a pod that loads has no metrics yet.
 */
export function queueAutoscaler(
  scope: Construct,
  namespace: string,
  owner: Owner,
  replicas: Replicas,
  autoscaling: Autoscaling,
  queue: NonNullable<ServingEngine['queue']>,
): void {
  const { deferredPerPod, processingPerPod, scaleUpWindow, scaleUpPeriod, scaleDownWindow, scaleDownPeriod } =
    autoscaling;
  object(scope, 'autoscaler', 'HorizontalPodAutoscaler', {
    metadata: {
      name: owner.instance,
      namespace,
      labels: objectLabels(owner),
      annotations: annotations({
        'because.processing-per-pod': processingPerPod.because,
        'because.scale-up': `${scaleUpWindow.because}; ${scaleUpPeriod.because}`,
        'because.scale-down': `${scaleDownWindow.because}; ${scaleDownPeriod.because}`,
      }),
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: owner.instance },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [perPod(queue.waiting, deferredPerPod), perPod(queue.working, processingPerPod.value)],
      behavior: behaviorOf(autoscaling),
    },
  });
}
