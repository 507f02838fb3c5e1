import { networkIsolation } from '../../../lib/rules/security/network-isolation';
import { cases, remove, set, setPlan, type Change } from '../fixtures/verdict';

const denial = 'NetworkPolicy llm-serving/default-deny';
const policy = 'NetworkPolicy llm-serving/qwen';
const open =
  'Deployment llm-serving/qwen metadata.namespace: namespace llm-serving does not deny by default; add a NetworkPolicy with an empty podSelector, both policyTypes and no rules';
const types = (missing: string) => `${policy} spec.policyTypes: does not have ${missing}; list Egress and Ingress`;

cases(networkIsolation, {
  'every namespace of the platform': [[]],
  'a namespace that denies nothing': [remove(denial), open],
  'a namespace without pods': [
    set('NetworkPolicy model-store/default-deny', 'metadata.namespace', 'empty'),
    'Deployment model-store/weights-server metadata.namespace: namespace model-store does not deny by default; add a NetworkPolicy with an empty podSelector, both policyTypes and no rules',
  ],
  'a denial of one direction': [set(denial, 'spec.policyTypes', ['Ingress']), open],
  'a denial of the other': [set(denial, 'spec.policyTypes', ['Egress']), open],
  'a denial that says nothing of directions': [set(denial, 'spec.policyTypes', undefined), open],
  'a denial that lets something in': [set(denial, 'spec.ingress', [{}]), open],
  'a denial that lets something out': [set(denial, 'spec.egress', [{}]), open],
  'empty rules': [[set(denial, 'spec.ingress', []), set(denial, 'spec.egress', [])]],
  'a denial for some pods': [
    set(denial, 'spec.podSelector', { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'Exists' }] }),
    open,
  ],
  'a policy without a selector denies all': [set(denial, 'spec.podSelector', undefined)],
  'a policy without a spec': [set(denial, 'spec', undefined), open],
  'pods without a policy': [
    remove(policy),
    'Deployment llm-serving/qwen spec.template.metadata.labels: no NetworkPolicy selects the pods of Deployment llm-serving/qwen; add one for them, with both policyTypes',
  ],
  'pods whose policy is in another namespace': [
    set(policy, 'metadata.namespace', 'model-store'),
    'Deployment llm-serving/qwen spec.template.metadata.labels: no NetworkPolicy selects the pods of Deployment llm-serving/qwen; add one for them, with both policyTypes',
  ],
  'a policy for one direction': [set(policy, 'spec.policyTypes', ['Ingress']), types('Egress')],
  'a policy for the other': [set(policy, 'spec.policyTypes', ['Egress']), types('Ingress')],
  'a policy that says nothing of directions': [set(policy, 'spec.policyTypes', undefined), types('Egress and Ingress')],
});

/** Rights that end at one namespace. */
const namespaced = setPlan('environment.cluster.scope', 'namespaced');
const ofPlatform = () => ({ matchLabels: { 'app.kubernetes.io/part-of': 'corral' } });
/** Anew for each case, since a change is written into it. */
const ofCorral = (): readonly Change[] => [
  set(denial, 'spec.podSelector', ofPlatform()),
  set('NetworkPolicy model-store/default-deny', 'spec.podSelector', ofPlatform()),
];
const notDenied =
  'Deployment llm-serving/qwen metadata.namespace: pods of Corral in namespace llm-serving are not denied by default; add a NetworkPolicy that selects app.kubernetes.io/part-of=corral, with both policyTypes and no rules';

cases(networkIsolation, {
  'a namespace that exists: a denial for the pods of Corral': [[namespaced, ...ofCorral()]],
  'a namespace that exists: a denial for all pods is for those of others': [
    [namespaced, ...ofCorral(), set(denial, 'spec.podSelector', {})],
    notDenied,
  ],
  'a namespace that exists: a denial for fewer pods': [
    [
      namespaced,
      ...ofCorral(),
      set(denial, 'spec.podSelector.matchLabels', {
        ...ofPlatform().matchLabels,
        'app.kubernetes.io/instance': 'qwen',
      }),
    ],
    notDenied,
  ],
  'a namespace that exists: a denial with an expression': [
    [
      namespaced,
      ...ofCorral(),
      set(denial, 'spec.podSelector.matchExpressions', [{ key: 'app.kubernetes.io/name', operator: 'Exists' }]),
    ],
    notDenied,
  ],
  'a namespace that exists: the denial is no policy of one workload': [
    [namespaced, ...ofCorral(), remove(policy)],
    'Deployment llm-serving/qwen spec.template.metadata.labels: no NetworkPolicy selects the pods of Deployment llm-serving/qwen; add one for them, with both policyTypes',
  ],
  'a namespace of its own: a denial for the pods of Corral leaves others': [
    set(denial, 'spec.podSelector', ofPlatform()),
    open,
  ],
});
