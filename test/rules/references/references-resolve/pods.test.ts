/** Names in the template of a pod: accounts, classes, Secrets to pull images and to read weights. */
import { priorityClassName } from '../../../../lib/plan/names';
import { referencesResolve } from '../../../../lib/rules/references/references-resolve';
import { add, cases, set, setPlan } from '../../fixtures/verdict';
import { at, declare, draw, fleet, near, nearOf, pod, qwen, take, volume } from './sentences';

cases(referencesResolve, {
  'every reference of the platform': [[]],

  'a ServiceAccount': [
    set(qwen, `${pod}.serviceAccountName`, 'qwem'),
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/qwem; ${nearOf(take, 'qwen')}`,
  ],
  'the account of another namespace': [
    set(qwen, `${pod}.serviceAccountName`, 'loader'),
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/loader; ${take}`,
  ],
  'the account that every namespace has': [set(qwen, `${pod}.serviceAccountName`, 'default')],
  'names that every namespace has for one kind only': [
    [
      set(qwen, `${pod}.serviceAccountName`, 'kube-root-ca.crt'),
      volume({ configMap: { name: 'default' } }),
      set('RoleBinding model-store/reader', 'roleRef.name', 'system:x'),
    ],
    `RoleBinding model-store/reader roleRef.name: there is no Role model-store/system:x; ${take}`,
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/kube-root-ca.crt; ${take}`,
    `${at}.configMap.name: there is no ConfigMap llm-serving/default; ${draw}`,
  ],
  'several that were nearly meant': [
    [
      add('foundation', {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'interactives' },
      }),
      set(qwen, `${pod}.priorityClassName`, 'interactiv'),
    ],
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass interactiv; did you mean 'interactive' or 'interactives'? else ${draw}`,
  ],
  'a PriorityClass': [
    set(qwen, `${pod}.priorityClassName`, 'interactvie'),
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass interactvie; ${near('interactive')}`,
  ],
  'a PriorityClass of every cluster': [
    [
      set(qwen, `${pod}.priorityClassName`, 'system-cluster-critical'),
      set(fleet, `${pod}.priorityClassName`, 'system-node-critical'),
    ],
  ],
  'a PriorityClass of another owner': [
    [
      set(qwen, `${pod}.priorityClassName`, priorityClassName('batch')),
      setPlan('environment.cluster.priorityClasses', 'existing'),
    ],
  ],
  'a PriorityClass that nobody draws': [
    [
      set(qwen, `${pod}.priorityClassName`, priorityClassName('batch')),
      setPlan('environment.cluster.priorityClasses', 'owned'),
    ],
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass ${priorityClassName('batch')}; ${draw}`,
  ],
  'a PriorityClass that is a prerequisite': [
    [set(qwen, `${pod}.priorityClassName`, 'gold'), declare('PriorityClass', 'gold')],
  ],
  'the RuntimeClass of an operator that is none': [
    setPlan('environment.cluster.runtimeClass', 'none'),
    `${qwen} ${pod}.runtimeClassName: there is no RuntimeClass nvidia; ${draw}`,
    `${fleet} ${pod}.runtimeClassName: there is no RuntimeClass nvidia; ${draw}`,
  ],
  'the RuntimeClass that is drawn': [
    [
      setPlan('environment.cluster.runtimeClass', 'owned'),
      add('foundation', { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' } }),
    ],
  ],
  'a Secret to pull images': [
    set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]),
    `${qwen} ${pod}.imagePullSecrets[0].name: there is no Secret llm-serving/pull; ${draw}`,
  ],
  'which is a prerequisite': [
    [set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]), declare('Secret', 'pull', 'llm-serving')],
  ],
  'which is a prerequisite in another namespace': [
    [set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]), declare('Secret', 'pull', 'model-store')],
    `${qwen} ${pod}.imagePullSecrets[0].name: there is no Secret llm-serving/pull; ${draw}`,
  ],
  'the token of the hub where none is declared': [
    setPlan('environment.cluster.downloads.hubToken', undefined),
    `Job model-store/load-qwen-fa953943 ${pod}.volumes[1].secret.secretName: there is no Secret model-store/hub-token; ${draw}`,
  ],
  'the Secret with the keys of the servers': [
    [
      setPlan('environment.cluster.apiKey', { secretName: 'llm-key', key: 'keys' }),
      volume({ secret: { secretName: 'llm-key' } }),
    ],
  ],
  'the token of the hub where the store is beside the servers': [
    setPlan('environment.cluster.weights', { kind: 'direct' }),
    `Job model-store/load-qwen-fa953943 ${pod}.volumes[1].secret.secretName: there is no Secret model-store/hub-token; ${draw}`,
  ],
  'which the servers then have': [
    [
      setPlan('environment.cluster.weights', { kind: 'direct' }),
      set('Job model-store/load-qwen-fa953943', `${pod}.volumes[1]`, { name: 'token' }),
      volume({ secret: { secretName: 'hub-token' } }),
    ],
  ],
});
