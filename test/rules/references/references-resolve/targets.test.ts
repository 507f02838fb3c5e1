/** Names of what autoscalers, sets, policies and bindings refer to. */
import { referencesResolve } from '../../../../lib/rules/references/references-resolve';
import { cases, remove, set } from '../../fixtures/verdict';
import { binding, clusterRole, fleet, nearOf, take } from './sentences';

cases(referencesResolve, {
  'the target of an autoscaler': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec.scaleTargetRef.name', 'qwne'),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no Deployment llm-serving/qwne; ${nearOf(take, 'qwen')}`,
  ],
  'the target of an autoscaler, of another kind': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec.scaleTargetRef.kind', 'StatefulSet'),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no StatefulSet llm-serving/qwen; ${take}`,
  ],
  'an autoscaler without a spec': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec', undefined),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no  llm-serving/; ${take}`,
  ],
  'the governing Service': [
    remove('Service llm-serving/fleet'),
    `${fleet} spec.serviceName: there is no Service llm-serving/fleet; ${take}`,
  ],
  'no governing Service': [set(fleet, 'spec.serviceName', undefined)],
  'the policy of a binding': [
    set('ValidatingAdmissionPolicyBinding gpu-cap', 'spec.policyName', 'cap'),
    `ValidatingAdmissionPolicyBinding gpu-cap spec.policyName: there is no ValidatingAdmissionPolicy cap; did you mean 'gpu-cap'? else ${take}`,
  ],
  'a binding without a policy': [set('ValidatingAdmissionPolicyBinding gpu-cap', 'spec', undefined)],
  'the role of a binding': [
    set('RoleBinding model-store/reader', 'roleRef.name', 'writer'),
    `RoleBinding model-store/reader roleRef.name: there is no Role model-store/writer; ${take}`,
  ],
  'the subject of a binding': [
    set('RoleBinding model-store/reader', 'subjects[0].namespace', 'llm-serving'),
    `RoleBinding model-store/reader subjects[0].name: there is no ServiceAccount llm-serving/weights-server; ${take}`,
  ],
  'a subject in the namespace of the binding': [
    set('RoleBinding model-store/reader', 'subjects[0].namespace', undefined),
  ],
  'a subject who is no account': [
    set('RoleBinding model-store/reader', 'subjects[0]', { kind: 'Group', name: 'people' }),
  ],
  'a binding without subjects': [set('RoleBinding model-store/reader', 'subjects', undefined)],
  'a role of the cluster for a namespace': [
    binding('RoleBinding', { roleRef: { kind: 'ClusterRole', name: 'reader' } }),
    `RoleBinding model-store/b roleRef.name: there is no ClusterRole reader; ${take}`,
  ],
  'roles of every cluster': [
    [
      clusterRole('view'),
      clusterRole('admin'),
      clusterRole('edit'),
      clusterRole('cluster-admin'),
      clusterRole('system:auth-delegator'),
    ],
  ],
  'a role of the cluster': [
    clusterRole('reader'),
    `ClusterRoleBinding b roleRef.name: there is no ClusterRole reader; ${take}`,
  ],
  'the subject of a role of the cluster': [
    binding('ClusterRoleBinding', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'llm-serving' }],
    }),
    `ClusterRoleBinding b subjects[0].name: there is no ServiceAccount llm-serving/a; ${take}`,
  ],
  'the subject of a role of the cluster, in no namespace': [
    binding('ClusterRoleBinding', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'a' }],
    }),
    `ClusterRoleBinding b subjects[0].name: there is no ServiceAccount a; ${take}`,
  ],
});
