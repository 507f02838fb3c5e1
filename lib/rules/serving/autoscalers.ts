/** What autoscales: every HorizontalPodAutoscaler and every ScaledObject of KEDA, with what it targets. */
import type { Evidence, Seen } from '../evidence';
import { specOf } from '../spec';

/** An autoscaler and the workload that it moves. */
export interface Autoscaler {
  readonly scaler: Seen;
  readonly target: Seen | undefined;
}

interface Target {
  readonly kind?: string;
  readonly name: string;
}

/** Every autoscaler; `references-resolve` reports one without a target in the environment. */
export function autoscalers({ all, findAny }: Evidence): readonly Autoscaler[] {
  return all
    .filter(({ manifest: { kind } }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
    .map((scaler) => {
      const { scaleTargetRef } = specOf<{ scaleTargetRef: Target }>(scaler.manifest);
      return {
        scaler,
        target: scaleTargetRef && findAny(scaleTargetRef.kind ?? 'Deployment', scaler.namespace, scaleTargetRef.name),
      };
    });
}
