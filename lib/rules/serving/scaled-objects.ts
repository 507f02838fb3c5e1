/** What a ScaledObject of an engine must have, so that no outage of Prometheus lets its pods sleep. */
import { autoscaledBy } from '../../kubernetes/read';
import type { Kinds } from '../../kubernetes/kinds';
import type { Seen } from '../evidence';
import type { Finding } from '../rule';

type ScaledObject = Kinds['ScaledObject'];

/** Findings of a ScaledObject; those of its triggers where its target is an engine. */
export function ofScaledObject({ manifest, body: { spec } }: Seen<ScaledObject>, isEngine: boolean): Finding[] {
  const say = (field: string, found: string, fix: string): Finding => ({
    manifest,
    field: `spec.${field}`,
    found,
    fix,
  });
  const { min, max = 0 } = autoscaledBy(manifest) ?? { min: 0 };
  const { triggers = [], fallback }: Partial<ScaledObject['spec']> = spec ?? {};
  const asked = triggers.map((trigger, i) => ({ ...trigger, i })).filter(({ type }) => type === 'prometheus');
  return [
    ...(min > max
      ? [say('maxReplicaCount', `${max} is less than the minimum of ${min}`, `at least ${Math.max(1, min)}`)]
      : []),
    ...(isEngine
      ? asked
          .filter(({ metadata }) => metadata['ignoreNullValues'] !== 'false')
          .map(({ i }) =>
            say(
              `triggers[${i}].metadata.ignoreNullValues`,
              'no answer of Prometheus counts as no request: an outage would let the pods sleep',
              "'false'",
            ),
          )
      : []),
    ...(isEngine && asked.length > 0 && (fallback?.replicas ?? 0) < 1
      ? [
          say(
            'fallback',
            'there is none: while Prometheus does not answer, KEDA would let the pods sleep',
            "{ failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' }",
          ),
        ]
      : []),
  ];
}
