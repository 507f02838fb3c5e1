/** What bindings, autoscalers and fleets refer to: roles and their subjects, policies, scale targets, governing Services. */
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { Evidence, Seen } from '../evidence';
import type { Reference } from './reference';

function ofBinding(from: Seen<Pick<IRoleBinding, 'roleRef' | 'subjects'>>, namespace: string): Reference[] {
  const { roleRef, subjects = [] } = from.body;
  return [
    { from, field: 'roleRef.name', kind: roleRef.kind, namespace: roleRef.kind === 'Role' ? namespace : '', name: roleRef.name, gates: true },
    ...subjects.flatMap((subject, i): Reference[] => (subject.kind === 'ServiceAccount'
      ? [{ from, field: `subjects[${i}].name`, kind: 'ServiceAccount', namespace: subject.namespace ?? namespace, name: subject.name, gates: true }]
      : [])),
  ];
}

/** References of objects that steer others. */
export function accessReferences({ of }: Evidence): Reference[] {
  return [
    ...of('RoleBinding').flatMap((from) => ofBinding(from, from.namespace)),
    ...of('ClusterRoleBinding').flatMap((from) => ofBinding(from, '')),
    ...of('HorizontalPodAutoscaler').flatMap((from): Reference[] => {
      const target = from.body.spec?.scaleTargetRef;
      return target === undefined ? []
        : [{ from, field: 'spec.scaleTargetRef', kind: target.kind, namespace: from.namespace, name: target.name, gates: true }];
    }),
    ...of('StatefulSet').flatMap((from): Reference[] => {
      const name = from.body.spec?.serviceName;
      return name === undefined ? [] : [{ from, field: 'spec.serviceName', kind: 'Service', namespace: from.namespace, name, gates: true }];
    }),
    ...of('ValidatingAdmissionPolicyBinding').flatMap((from): Reference[] => {
      const name = from.body.spec?.policyName;
      return name === undefined ? []
        : [{ from, field: 'spec.policyName', kind: 'ValidatingAdmissionPolicy', namespace: '', name, gates: true }];
    }),
  ];
}
