import { selectors } from '../../../lib/rules/identity/selectors';
import { add, cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const name = 'app.kubernetes.io/name';
const instance = 'app.kubernetes.io/instance';
const labels = { [name]: 'llama-server', [instance]: 'qwen' };
const fix = `select by ${name} and ${instance}, and nothing else: a selector cannot be changed later`;
const copy = (kind: string) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'copy', namespace: 'llm-serving' },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [] } } },
});

cases(selectors, {
  'every selector of the platform': [[]],
  'a template with further labels': [set(qwen, 'spec.template.metadata.labels.tier', 'gold')],
  'a further label': [
    [set(qwen, 'spec.selector.matchLabels.tier', 'gold'), set(qwen, 'spec.template.metadata.labels.tier', 'gold')],
    `${qwen} spec.selector: selects by {"matchLabels":{"${name}":"llama-server","${instance}":"qwen","tier":"gold"}}; ${fix}`,
  ],
  'a label too few': [
    set('StatefulSet llm-serving/fleet', `spec.selector.matchLabels['${name}']`, undefined),
    `StatefulSet llm-serving/fleet spec.selector: selects by {"matchLabels":{"${instance}":"fleet"}}; ${fix}`,
  ],
  'an expression': [
    set(qwen, 'spec.selector.matchExpressions', [{ key: instance, operator: 'Exists' }]),
    `${qwen} spec.selector: selects by {"matchLabels":{"${name}":"llama-server","${instance}":"qwen"},"matchExpressions":[{"key":"${instance}","operator":"Exists"}]}; ${fix}`,
  ],
  'no selector': [set(qwen, 'spec.selector', undefined), `${qwen} spec.selector: selects by {}; ${fix}`],
  'a selector that misses its own pods': [
    set(qwen, `spec.template.metadata.labels['${instance}']`, 'qwen2'),
    `${qwen} spec.selector: does not select its own pods, which have {"${name}":"llama-server","${instance}":"qwen2","app.kubernetes.io/part-of":"corral"}; give the selector and the template the same labels`,
  ],
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => [
      `two workloads with one selector, the second a ${kind}`,
      [
        add('qwen', copy(kind)),
        `${qwen} spec.selector: selects the pods of ${kind} copy too; give each workload an instance label of its own`,
        `${kind} llm-serving/copy spec.selector: selects the pods of Deployment qwen too; give each workload an instance label of its own`,
      ],
    ]),
  ),
  'a Job has no selector': [set('Job model-store/load-qwen-fa953943', 'spec.selector', undefined)],
  'a Service by the instance only': [
    set('Service llm-serving/qwen', 'spec.selector', { [instance]: 'qwen' }),
    `Service llm-serving/qwen spec.selector: selects by {"${instance}":"qwen"}; ${fix}`,
  ],
  'a Service for one pod of a fleet': [
    set('Service llm-serving/fleet', "spec.selector['apps.kubernetes.io/pod-index']", '0'),
  ],
  'the same by the name of the pod': [
    set('Service llm-serving/fleet', "spec.selector['statefulset.kubernetes.io/pod-name']", 'fleet-0'),
  ],
  'a Deployment cannot select so': [
    set(qwen, "spec.selector.matchLabels['apps.kubernetes.io/pod-index']", '0'),
    `${qwen} spec.selector: selects by {"matchLabels":{"${name}":"llama-server","${instance}":"qwen","apps.kubernetes.io/pod-index":"0"}}; ${fix}`,
    `${qwen} spec.selector: does not select its own pods, which have {"${name}":"llama-server","${instance}":"qwen","app.kubernetes.io/part-of":"corral"}; give the selector and the template the same labels`,
  ],
  'a Service without selector': [set('Service llm-serving/fleet', 'spec.selector', undefined)],
  'a budget by the instance only': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.selector.matchLabels', { [instance]: 'qwen' }),
    `PodDisruptionBudget llm-serving/qwen spec.selector: selects by {"matchLabels":{"${instance}":"qwen"}}; ${fix}`,
  ],
  'a budget for all pods': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.selector', {}),
    `PodDisruptionBudget llm-serving/qwen spec.selector: selects by {}; ${fix}`,
  ],
  'a budget without selector': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.selector', undefined),
    `PodDisruptionBudget llm-serving/qwen spec.selector: selects by nothing; ${fix}`,
  ],
  'a policy by the name only': [
    set('NetworkPolicy llm-serving/qwen', 'spec.podSelector.matchLabels', { [name]: 'llama-server' }),
    `NetworkPolicy llm-serving/qwen spec.podSelector: selects by {"matchLabels":{"${name}":"llama-server"}}; ${fix}`,
  ],
  'a policy for all pods': [set('NetworkPolicy llm-serving/qwen', 'spec.podSelector', {})],
  'a policy of all pods of Corral, in a namespace of its own': [
    set('NetworkPolicy llm-serving/qwen', 'spec.podSelector.matchLabels', { 'app.kubernetes.io/part-of': 'corral' }),
    `NetworkPolicy llm-serving/qwen spec.podSelector: selects by {"matchLabels":{"app.kubernetes.io/part-of":"corral"}}; ${fix}`,
  ],
  'a policy of all pods of Corral, in a namespace that exists': [
    [
      setPlan('environment.cluster.scope', 'namespaced'),
      set('NetworkPolicy llm-serving/default-deny', 'spec.podSelector.matchLabels', {
        'app.kubernetes.io/part-of': 'corral',
      }),
      set('NetworkPolicy model-store/default-deny', 'spec.podSelector.matchLabels', {
        'app.kubernetes.io/part-of': 'corral',
      }),
    ],
  ],
});
