/** Refuses a number of replicas beside an autoscaler: every apply would set it back. */
import { title } from '../../kubernetes/read';
import type { Evidence } from '../evidence';
import type { Finding, Rule } from '../rule';
import { specOf } from '../spec';
import { autoscalers } from './autoscalers';

function check(evidence: Evidence): Finding[] {
  return autoscalers(evidence).flatMap(({ scaler, target }): Finding[] => {
    if (target === undefined) return [];
    const { replicas } = specOf<{ replicas: number }>(target.manifest);
    return replicas === undefined
      ? []
      : [
          {
            manifest: target.manifest,
            field: 'spec.replicas',
            found: `${replicas} is set back at every apply, although ${title(scaler.manifest)} decides`,
            fix: 'leave it out',
          },
        ];
  });
}

export const noReplicasWithAutoscaler: Rule = {
  name: 'no-replicas-with-autoscaler',
  promise: 'A workload that an autoscaler scales sets no replicas.',
  cluster:
    'The server takes both; the number falls back at every apply, which is shown with an autoscaler that has gone up.',
  check,
};
