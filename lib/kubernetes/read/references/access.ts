/**
 * What bindings, autoscalers and fleets refer to: roles and their subjects, policies, scale targets, governing
 * Services.
 */
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { autoscaledBy } from '../autoscaled';
import { isKind } from '../is-kind';
import type { Manifest } from '../manifest';
import type { Reference } from './reference';

function ofBinding(
  { roleRef, subjects = [] }: Partial<Pick<IRoleBinding, 'roleRef' | 'subjects'>>,
  namespace: string,
): readonly Reference[] {
  const { kind = '', name = '' }: Partial<IRoleBinding['roleRef']> = roleRef ?? {};
  return [
    { field: 'roleRef.name', kind, namespace: kind === 'Role' ? namespace : '', name, gates: true },
    ...subjects
      .map(({ kind: type, namespace: place = namespace, name: called = '' }, i) => ({
        field: `subjects[${i}].name`,
        kind: type,
        namespace: place,
        name: called,
        gates: true,
      }))
      .filter((subject) => subject.kind === 'ServiceAccount'),
  ];
}

/** One field that names an object; `undefined` names none. */
const named = (field: string, kind: string, namespace: string, name: string | undefined): readonly Reference[] =>
  name === undefined ? [] : [{ field, kind, namespace, name, gates: true }];

/** References of an object that acts on others. */
export function accessReferences(manifest: Manifest): readonly Reference[] {
  const { namespace = '' } = manifest.metadata;
  if (isKind(manifest, 'RoleBinding')) return ofBinding(manifest, namespace);
  if (isKind(manifest, 'ClusterRoleBinding')) return ofBinding(manifest, '');
  if (isKind(manifest, 'HorizontalPodAutoscaler')) {
    const { kind = '', name = '' } = manifest.spec?.scaleTargetRef ?? {};
    return named('spec.scaleTargetRef', kind, namespace, name);
  }
  if (isKind(manifest, 'ScaledObject')) {
    const target = autoscaledBy(manifest)?.target;
    return named('spec.scaleTargetRef', target?.kind ?? '', namespace, target?.name);
  }
  if (isKind(manifest, 'StatefulSet'))
    return named('spec.serviceName', 'Service', namespace, manifest.spec?.serviceName);
  return isKind(manifest, 'ValidatingAdmissionPolicyBinding')
    ? named('spec.policyName', 'ValidatingAdmissionPolicy', '', manifest.spec?.policyName)
    : [];
}
