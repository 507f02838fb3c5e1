/**
 * What bindings, autoscalers and fleets refer to: roles and their subjects, policies, scale targets, governing
 * Services.
 */
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { Evidence, Seen } from '../../../rules/evidence';
import { orNone } from '../../../rules/lists';
import type { Reference } from './reference';

type ScaleTarget = NonNullable<IHorizontalPodAutoscaler['spec']>['scaleTargetRef'];

function ofBinding(from: Seen<Partial<Pick<IRoleBinding, 'roleRef' | 'subjects'>>>, namespace: string): Reference[] {
  const { roleRef, subjects } = from.body;
  const { kind = '', name = '' }: Partial<IRoleBinding['roleRef']> = roleRef ?? {};
  return [
    { from, field: 'roleRef.name', kind, namespace: kind === 'Role' ? namespace : '', name, gates: true },
    ...orNone(subjects)
      .map(({ kind: who, namespace: where = namespace, name: called = '' }, i) => ({
        from,
        field: `subjects[${i}].name`,
        kind: who,
        namespace: where,
        name: called,
        gates: true,
      }))
      .filter((subject) => subject.kind === 'ServiceAccount'),
  ];
}

/** References of objects that steer others. */
export function accessReferences({ of }: Evidence): Reference[] {
  return [
    ...of('RoleBinding').flatMap((from) => ofBinding(from, from.namespace)),
    ...of('ClusterRoleBinding').flatMap((from) => ofBinding(from, '')),
    ...of('HorizontalPodAutoscaler').flatMap((from): Reference[] => {
      const { kind = '', name = '' }: Partial<ScaleTarget> = from.body.spec?.scaleTargetRef ?? {};
      return [{ from, field: 'spec.scaleTargetRef', kind, namespace: from.namespace, name, gates: true }];
    }),
    ...of('StatefulSet').flatMap((from): Reference[] => {
      const name = from.body.spec?.serviceName;
      return name === undefined
        ? []
        : [{ from, field: 'spec.serviceName', kind: 'Service', namespace: from.namespace, name, gates: true }];
    }),
    ...of('ValidatingAdmissionPolicyBinding').flatMap((from): Reference[] => {
      const name = from.body.spec?.policyName;
      return name === undefined
        ? []
        : [{ from, field: 'spec.policyName', kind: 'ValidatingAdmissionPolicy', namespace: '', name, gates: true }];
    }),
  ];
}
