/** ScaledObjects with shorter times: seconds are divided, and the window of the queries is one that fits them. */
import type { Manifest } from '../../../lib/kubernetes/read';
import { scaleTime } from '../../cluster/scale-time';

type Spec = Readonly<Record<string, unknown>> & {
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly advanced: { readonly horizontalPodAutoscalerConfig: { readonly behavior: unknown } };
  readonly triggers: readonly { readonly type: string; readonly metadata: Readonly<Record<string, string>> }[];
};

const divided = (seconds: number, factor: number): number => Math.max(1, Math.round(seconds / factor));

/** The behavior of an autoscaler, as `scaleTime` divides it. */
const behaviorOf = (behavior: unknown, factor: number): unknown =>
  (
    scaleTime(
      [{ apiVersion: 'x', kind: 'HorizontalPodAutoscaler', metadata: { name: 'x' }, behavior }],
      factor,
    )[0] as unknown as { readonly behavior: unknown }
  ).behavior;

function scaled(spec: Spec, factor: number, prometheus: string): Spec {
  const config = spec.advanced.horizontalPodAutoscalerConfig;
  const window = `${divided(120, factor) + 4}s`;
  return {
    ...spec,
    pollingInterval: 1,
    cooldownPeriod: divided(spec.cooldownPeriod, factor),
    initialCooldownPeriod: divided(spec.cooldownPeriod, factor),
    advanced: {
      ...spec.advanced,
      horizontalPodAutoscalerConfig: { ...config, behavior: behaviorOf(config.behavior, factor) },
    },
    triggers: spec.triggers.map((trigger) =>
      trigger.type === 'prometheus'
        ? {
            ...trigger,
            metadata: {
              ...trigger.metadata,
              serverAddress: prometheus,
              query: (trigger.metadata['query'] ?? '')
                .replaceAll('[2m]', `[${window}]`)
                .replaceAll('offset 2m', `offset ${window}`),
            },
          }
        : trigger,
    ),
  };
}

/** Divides the times of ScaledObjects, and lets them ask a Prometheus of the test. */
export const scaleDemand = (manifests: readonly Manifest[], factor: number, prometheus: string): readonly Manifest[] =>
  scaleTime(manifests, factor).map((manifest) =>
    manifest.kind === 'ScaledObject'
      ? { ...manifest, spec: scaled(manifest['spec'] as Spec, factor, prometheus) }
      : manifest,
  );
