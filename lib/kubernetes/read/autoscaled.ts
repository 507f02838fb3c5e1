/** What an autoscaler of either kind scales, and in which range. */
import type { Manifest } from './manifest';
import { isKind } from './is-kind';

/** A HorizontalPodAutoscaler or a ScaledObject of KEDA, as both say it. */
export interface Autoscaled {
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly min: number;
  /** Absent where the manifest does not say it, which the API server refuses. */
  readonly max?: number;
}

/** What an object scales; `undefined` where it is no autoscaler, or names no target. */
export function autoscaledBy(manifest: Manifest): Autoscaled | undefined {
  if (isKind(manifest, 'HorizontalPodAutoscaler')) {
    const { spec } = manifest;
    if (spec?.scaleTargetRef === undefined) return undefined;
    const { apiVersion = '', kind, name } = spec.scaleTargetRef;
    return { target: { apiVersion, kind, name }, min: spec.minReplicas ?? 1, max: spec.maxReplicas };
  }
  if (!isKind(manifest, 'ScaledObject')) return undefined;
  const {
    scaleTargetRef,
    minReplicaCount = 0,
    maxReplicaCount = 100,
  }: Partial<typeof manifest.spec> = manifest.spec ?? {};
  if (scaleTargetRef === undefined) return undefined;
  const { apiVersion = 'apps/v1', kind = 'Deployment', name } = scaleTargetRef;
  return { target: { apiVersion, kind, name }, min: minReplicaCount, max: maxReplicaCount };
}
