/** Scales a gateway on its use of CPU: each request costs some, and a stream each of its tokens. */
import { object, objectLabels } from '../../kubernetes/draw';
import type { GatewayParts } from './props';

/** Percent of the CPU that pods ask for, over which a pod is added. */
const targetUse = 70;

/**
 * Adds a HorizontalPodAutoscaler named like the workload. A pod is removed one at a time, and not before the one before
 * has ended its answers.
 */
export function cpuAutoscaler({ construct, name, owner, props: { namespace }, replicas, grace }: GatewayParts): void {
  object(construct, 'autoscaler', 'HorizontalPodAutoscaler', {
    metadata: { name, namespace, labels: objectLabels(owner) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetUse } } },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [{ type: 'Pods', value: 1, periodSeconds: 30 }],
        },
        scaleDown: {
          stabilizationWindowSeconds: 600,
          selectPolicy: 'Max',
          policies: [{ type: 'Pods', value: 1, periodSeconds: Math.min(1800, grace.value) }],
        },
      },
    },
  });
}
