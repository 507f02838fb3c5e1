import { oneNamespace } from '../../../lib/rules/references/one-namespace';
import { add, cases, set, setPlan, type Change } from '../fixtures/verdict';
import { platform } from '../fixtures/platform';
import { title } from '../../../lib/kubernetes/read/manifest';

/** The tiny platform, all of it in one namespace: what is elsewhere is taken away. */
const elsewhere = platform()
  .flatMap(({ manifests }) => manifests)
  .filter(
    ({ kind, metadata: { namespace } }) =>
      namespace !== 'llm-serving' || ['LimitRange', 'ResourceQuota'].includes(kind),
  )
  .map(title);

const namespaced: Change = (input) => {
  setPlan('environment.cluster.scope', 'namespaced')(input);
  setPlan('environment.cluster.namespaces.store', 'llm-serving')(input);
  input.charts = input.charts.map((chart) => ({
    ...chart,
    manifests: chart.manifests.filter((manifest) => !elsewhere.includes(title(manifest))),
  }));
};

const policy = 'NetworkPolicy llm-serving/qwen';
const object = (kind: string, namespace: string | undefined, spec: object = {}): Change =>
  add('qwen', { apiVersion: 'v1', kind, metadata: { name: 'more', namespace }, spec });

cases(oneNamespace, {
  'the whole cluster': [[]],
  'one namespace': [[namespaced, denies()]],
  'an object without a namespace': [
    [namespaced, denies(), object('Namespace', undefined)],
    "Namespace more metadata.namespace: Namespace more is not in namespace 'llm-serving', where the rights of the environment end; declare it in prerequisites, and have it made",
  ],
  'an object in another namespace': [
    [namespaced, denies(), object('ConfigMap', 'gpu-operator')],
    "ConfigMap gpu-operator/more metadata.namespace: ConfigMap gpu-operator/more is not in namespace 'llm-serving', where the rights of the environment end; declare it in prerequisites, and have it made",
  ],
  'a quota of all pods': [
    [namespaced, denies(), object('ResourceQuota', 'llm-serving')],
    'ResourceQuota llm-serving/more spec: a ResourceQuota holds for the pods of others in the namespace too; declare it in cluster.existingQuotas or cluster.existingLimits, and have it made',
  ],
  'limits of all pods': [
    [namespaced, denies(), object('LimitRange', 'llm-serving')],
    'LimitRange llm-serving/more spec: a LimitRange holds for the pods of others in the namespace too; declare it in cluster.existingQuotas or cluster.existingLimits, and have it made',
  ],
  'a policy of all pods': [
    [namespaced, denies(), set(policy, 'spec.podSelector', {})],
    `${policy} spec.podSelector.matchLabels: {} can select pods of others in the namespace; select by app.kubernetes.io/part-of or app.kubernetes.io/instance`,
  ],
  'a Service of a label that others may have': [
    [namespaced, denies(), set('Service llm-serving/qwen', 'spec.selector', { app: 'llm' })],
    'Service llm-serving/qwen spec.selector: {"app":"llm"} can select pods of others in the namespace; select by app.kubernetes.io/part-of or app.kubernetes.io/instance',
  ],
  'a budget of all pods': [
    [namespaced, denies(), object('PodDisruptionBudget', 'llm-serving', { selector: {} })],
    'PodDisruptionBudget llm-serving/more spec.selector.matchLabels: {} can select pods of others in the namespace; select by app.kubernetes.io/part-of or app.kubernetes.io/instance',
  ],
});

function denies(): Change {
  return set('NetworkPolicy llm-serving/default-deny', 'spec.podSelector.matchLabels', {
    'app.kubernetes.io/part-of': 'corral',
  });
}
