/** The fields that an autoscaler owns, which a stack must neither write nor call a difference. */
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { Manifest } from '../../lib';

function scales(autoscaler: Manifest, { kind, metadata: { namespace, name } }: Manifest): boolean {
  if (autoscaler.kind !== 'HorizontalPodAutoscaler' || autoscaler.metadata.namespace !== namespace) return false;
  const target = (autoscaler as unknown as IHorizontalPodAutoscaler).spec?.scaleTargetRef;
  return target?.kind === kind && target.name === name;
}

/**
 * `spec.replicas` of what an autoscaler scales. A number that the stack wrote before stays until the autoscaler writes
 * its own.
 */
export const replicasOfOthers = (manifest: Manifest, all: readonly Manifest[]): readonly string[] =>
  all.some((other) => scales(other, manifest)) ? ['spec.replicas'] : [];
