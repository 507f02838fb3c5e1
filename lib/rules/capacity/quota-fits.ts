/**
 * Refuses a quota that is smaller than what its namespace asks for at maximum replicas, with the largest rollout under
 * way.
 */
import type { IResourceQuota } from 'kubernetes-models/v1';
import type { Evidence, Seen } from '../evidence';
import { groupBy, orNone } from '../lists';
import type { Pod } from '../pods';
import { nanoOf, quantityText } from '../../core';
import { shown, type Finding, type Rule } from '../rule';
import { type Amounts, combine, larger, plus } from '../../kubernetes/read';
import { existingQuotaFindings } from './existing-quotas';
import { headcounts, ofClaims, ofPod, times, type Headcount } from './demand';

type Scope = NonNullable<NonNullable<NonNullable<IResourceQuota['spec']>['scopeSelector']>['matchExpressions']>[number];

/**
 * Whether a quota counts a pod, by the scope of its PriorityClass; of other scopes a manifest shows nothing.
 */
function counts({ scopeName, operator, values = [] }: Scope, { spec: { priorityClassName } }: Pod): boolean {
  if (scopeName !== 'PriorityClass') return false;
  if (operator === 'In') return priorityClassName !== undefined && values.includes(priorityClassName);
  if (operator === 'NotIn') return priorityClassName === undefined || !values.includes(priorityClassName);
  return (priorityClassName !== undefined) === (operator === 'Exists');
}

/** What pods ask for at their most, and the most that one rollout adds to it. */
function demandOf(pods: readonly Pod[], headcount: (pod: Pod) => Headcount, evidence: Evidence): Amounts {
  const demands = pods.map((pod) => {
    const { most, more } = headcount(pod);
    const each = ofPod(pod, evidence);
    return {
      kept: combine(times(each, most), times(ofClaims(pod.claimTemplates), most), plus),
      added: times(each, more),
    };
  });
  const kept = demands.reduce<Amounts>((sum, next) => combine(sum, next.kept, plus), new Map());
  return combine(
    kept,
    demands.reduce<Amounts>((most, next) => combine(most, next.added, larger), new Map()),
    plus,
  );
}

function ofQuota({ manifest, body: { spec = {} } }: Seen<Pick<IResourceQuota, 'spec'>>, demand: Amounts): Finding[] {
  return Object.entries(spec.hard ?? {}).flatMap(([key, value]): Finding[] => {
    const needed = demand.get(key) ?? 0n;
    const allowed = nanoOf(value);
    return allowed === undefined || needed <= allowed
      ? []
      : [
          {
            manifest,
            field: `spec.hard['${key}']`,
            found: `${shown(value)} is less than the ${quantityText(needed)} that the namespace needs with all replicas and a rollout under way`,
            fix: `allow ${quantityText(needed)}, or fewer replicas`,
          },
        ];
  });
}

function check(evidence: Evidence): Finding[] {
  const headcount = headcounts(evidence);
  const pods = groupBy(evidence.pods, ({ namespace }) => namespace);
  const claims = groupBy(evidence.of('PersistentVolumeClaim'), ({ namespace }) => namespace);
  const demandIn = (namespace: string, isCounted: (pod: Pod) => boolean = () => true): Amounts =>
    combine(
      demandOf(orNone(pods.get(namespace)).filter(isCounted), headcount, evidence),
      ofClaims(orNone(claims.get(namespace)).map(({ body }) => body)),
      plus,
    );
  const drawn = evidence.of('ResourceQuota').flatMap((quota) => {
    const { scopes = [], scopeSelector } = quota.body.spec ?? {};
    const { namespace } = quota;
    const scope = orNone(scopeSelector?.matchExpressions);
    if (scopes.length > 0) return [];
    return ofQuota(
      quota,
      demandIn(namespace, (pod) => scope.every((each) => counts(each, pod))),
    );
  });
  return [...drawn, ...existingQuotaFindings(evidence, demandIn)];
}

export const quotaFits: Rule = {
  name: 'quota-fits',
  promise:
    'Every quota, rendered or declared as existing, allows what its namespace needs at maximum replicas while the largest rollout is under way, terminating pods counted.',
  cluster: 'The server refuses the pod that is too many, and the rollout or the autoscaler stays short of its goal.',
  check,
};
