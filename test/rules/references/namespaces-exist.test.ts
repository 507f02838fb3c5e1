import { namespacesExist } from '../../../lib/rules/references/namespaces-exist';
import { add, cases, remove, set, setPlan } from '../fixtures/verdict';

const budget = 'PodDisruptionBudget llm-serving/qwen';
const policy = 'NetworkPolicy llm-serving/qwen';
const empty = add('foundation', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'empty' } });
const draw = 'declare it in prerequisites, or remove the reference';
const at = (namespace: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
});
const peer = (of: string, podLabels: object) => ({ ...at(of), podSelector: { matchLabels: podLabels } });
const fleet = 'NetworkPolicy llm-serving/fleet';
const noGateway = (title: string, field = 'ingress[0].from[0]') =>
  `${title} spec.${field}.namespaceSelector: there is no Namespace gateway; ${draw}`;
const to = (...peers: readonly object[]) => set(policy, 'spec.egress[0].to', peers);

cases(namespacesExist, {
  'every object of the platform': [[]],
  'an object without a namespace': [
    set('ServiceAccount llm-serving/qwen', 'metadata.namespace', undefined),
    'ServiceAccount qwen metadata.namespace: names no namespace; name one: else it goes wherever the one who applies it happens to be',
  ],
  'a namespace that nobody draws': [
    set(budget, 'metadata.namespace', 'llm'),
    `PodDisruptionBudget llm/qwen metadata.namespace: there is no Namespace llm; ${draw}`,
  ],
  'a namespace that is a prerequisite': [
    [
      set(budget, 'metadata.namespace', 'llm'),
      setPlan('environment.prerequisites[1]', { kind: 'Namespace', name: 'llm', providedBy: 'us' }),
    ],
  ],
  'namespaces that every cluster has': [
    ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((namespace, i) =>
      add('qwen', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${i}`, namespace } }),
    ),
  ],
  'namespaces that the cluster settings name': [
    ['gateway', 'monitoring'].map((namespace, i) =>
      add('qwen', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${i}`, namespace } }),
    ),
  ],
  'a gateway and monitoring that are none': [
    [
      setPlan('environment.cluster.requestsFrom', undefined),
      setPlan('environment.cluster.monitoring', undefined),
      to(at('gateway'), at('monitoring')),
    ],
    noGateway(policy),
    `${policy} spec.ingress[1].from[0].namespaceSelector: there is no Namespace monitoring; ${draw}`,
    noGateway(policy, 'egress[0].to[0]'),
    `${policy} spec.egress[0].to[1].namespaceSelector: there is no Namespace monitoring; ${draw}`,
    noGateway(fleet),
  ],
  'a gateway that is none is not called so': [
    [setPlan('environment.cluster.requestsFrom', undefined), set(budget, 'metadata.namespace', 'undefined')],
    `PodDisruptionBudget undefined/qwen metadata.namespace: there is no Namespace undefined; ${draw}`,
    noGateway(policy),
    noGateway(fleet),
  ],
  'a namespace that is removed': [
    remove('Namespace model-store'),
    ...[
      'NetworkPolicy model-store/default-deny',
      'PersistentVolumeClaim model-store/models',
      'ServiceAccount model-store/weights-server',
      'ServiceAccount model-store/loader',
      'Role model-store/reader',
      'RoleBinding model-store/reader',
      'NetworkPolicy model-store/weights-server',
      'NetworkPolicy model-store/load-qwen',
      'Service model-store/weights-server',
      'Deployment model-store/weights-server',
      'PodDisruptionBudget model-store/weights-server',
      'Job model-store/load-qwen-fa953943',
    ].map((title) => `${title} metadata.namespace: there is no Namespace model-store; ${draw}`),
    ...[policy, fleet].map(
      (title) => `${title} spec.egress[0].to[0].namespaceSelector: there is no Namespace model-store; ${draw}`,
    ),
  ],
  'a kind outside namespaces that names one': [
    set('PriorityClass interactive', 'metadata.namespace', 'llm-serving'),
    'PriorityClass llm-serving/interactive metadata.namespace: a PriorityClass has no namespace; leave it out',
  ],
  'kinds outside namespaces that Corral does not draw': [
    [
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
      ['gateway.networking.k8s.io/v1', 'GatewayClass'],
      ['cert-manager.io/v1', 'ClusterIssuer'],
      ['resource.k8s.io/v1', 'DeviceClass'],
      ['karpenter.sh/v1', 'NodePool'],
    ].map(([apiVersion, kind]) => add('qwen', { apiVersion, kind, metadata: { name: 'x' } })),
  ],
  'custom resources, by the scope of their kinds': [
    [
      add('qwen', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'x' } }),
      add('qwen', {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: 'x', namespace: 'llm-serving' },
      }),
    ],
    'Gateway x metadata.namespace: names no namespace; name one: else it goes wherever the one who applies it happens to be',
    'GatewayClass llm-serving/x metadata.namespace: a GatewayClass has no namespace; leave it out',
  ],
  'a kind that the environment defines, by the scope of its definition': [
    [
      add('foundation', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'zones.a.example' },
        spec: { group: 'a.example', scope: 'Cluster', names: { kind: 'Zone', plural: 'zones' } },
      }),
      add('qwen', { apiVersion: 'a.example/v1', kind: 'Zone', metadata: { name: 'x' } }),
    ],
  ],
  'a peer that is nobody': [
    to(peer('model-store', { app: 'nobody' })),
    `${policy} spec.egress[0].to[0].podSelector: {"app":"nobody"} selects no pod of namespace model-store; select the labels of a workload there, or remove the peer`,
  ],
  'a peer that is nobody in the same namespace, inward': [
    set('NetworkPolicy model-store/weights-server', 'spec.ingress[0].from', [
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'model-loader' } } },
      { podSelector: { matchLabels: { app: 'nobody' } } },
    ]),
    'NetworkPolicy model-store/weights-server spec.ingress[0].from[1].podSelector: {"app":"nobody"} selects no pod of namespace model-store; select the labels of a workload there, or remove the peer',
  ],
  'any pod of a namespace of ours': [to(at('model-store'))],
  'pods of a namespace of other owners': [to(peer('kube-system', { 'k8s-app': 'kube-dns' }))],
  'a peer in a namespace that nobody draws': [
    to(at('modelstore')),
    `${policy} spec.egress[0].to[0].namespaceSelector: there is no Namespace modelstore; ${draw}`,
  ],
  'a peer in a namespace by another label': [
    to({ namespaceSelector: { matchLabels: { team: 'ml' } } }),
    `${policy} spec.egress[0].to[0].namespaceSelector: {"matchLabels":{"team":"ml"}} names no namespace; select by kubernetes.io/metadata.name, which only the API server sets`,
  ],
  'a peer in every namespace': [
    to({ namespaceSelector: {} }),
    `${policy} spec.egress[0].to[0].namespaceSelector: {} names no namespace; select by kubernetes.io/metadata.name, which only the API server sets`,
  ],
  'any pod of a namespace of ours that has none': [
    [empty, to(at('empty'))],
    `${policy} spec.egress[0].to[0].podSelector: nothing selects no pod of namespace empty; select the labels of a workload there, or remove the peer`,
  ],
  'an address, for a namespace without pods': [
    [
      empty,
      set(policy, 'metadata.namespace', 'empty'),
      set('NetworkPolicy empty/qwen', 'spec.egress[0].to', [{ ipBlock: { cidr: '192.0.2.0/24' } }]),
    ],
  ],
  'an address': [to({ ipBlock: { cidr: '192.0.2.0/24' } })],
  'rules without peers': [[set(policy, 'spec.egress', [{}]), set(policy, 'spec.ingress', [{}])]],
});
