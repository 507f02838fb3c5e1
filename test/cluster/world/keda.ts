/**
 * Stands in for KEDA, which does not run here: makes the autoscaler that its operator makes of each ScaledObject. No
 * metric has a value, so the autoscaler only brings a Deployment to its minimum. `test/keda` runs the real operator.
 */
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { KubernetesClient } from '../client/client';
import { ApiError } from '../client/request';
import { repeatedly, type Repeated } from './repeatedly';

const pollMilliseconds = 200;

/** Below one pod it is KEDA that scales, and the autoscaler is off. */
function autoscalerOf({ metadata, spec }: IScaledObject): IHorizontalPodAutoscaler {
  const { name = '', namespace = '' } = metadata ?? {};
  if (spec === undefined) throw new Error(`ScaledObject ${namespace}/${name} has no spec`);
  const { minReplicaCount = 0, maxReplicaCount = 100, scaleTargetRef, advanced } = spec;
  const { name: own = `keda-hpa-${name}` } = advanced?.horizontalPodAutoscalerConfig ?? {};
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: own, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: scaleTargetRef.name },
      minReplicas: Math.max(1, minReplicaCount),
      maxReplicas: maxReplicaCount,
      metrics: [
        {
          type: 'External',
          external: { metric: { name: 's0-prometheus' }, target: { type: 'AverageValue', averageValue: '1' } },
        },
      ],
    },
  };
}

/** A server to which definitions were just given answers for a moment that it is not ready for their objects. */
const tooEarly = 429;

async function scaledObjects(client: KubernetesClient): Promise<readonly IScaledObject[]> {
  return client.list('ScaledObject').catch((error: unknown) => {
    if (error instanceof ApiError && error.status === tooEarly) return [];
    throw error;
  });
}

async function serve(client: KubernetesClient): Promise<void> {
  for (const scaled of await scaledObjects(client)) {
    await client.create('HorizontalPodAutoscaler', autoscalerOf(scaled)).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    });
  }
}

/** Starts to make autoscalers, on a cluster that has the definitions of KEDA. */
export const startKeda = (client: KubernetesClient): Repeated => repeatedly(() => serve(client), pollMilliseconds);
