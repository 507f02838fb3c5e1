import { servicesReachPods } from '../../../lib/rules/references/services-reach-pods';
import { add, cases, remove, set } from '../fixtures/verdict';

const service = 'Service llm-serving/qwen';
const fleet = 'Service llm-serving/fleet';
const qwen = 'Deployment llm-serving/qwen';
const set1 = 'StatefulSet llm-serving/fleet';
const labels = (name: string, instance: string) => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': instance,
});
const text = (name: string, instance: string) => JSON.stringify(labels(name, instance));
const fix = 'select by the labels of a workload in the same namespace';
const open = 'declare the port on the container, or name one that it opens';
const closed = (port: string) =>
  `${service} spec.ports[0].targetPort: no container of Deployment qwen opens ${port}; ${open}`;
const container = 'spec.template.spec.containers[0]';

cases(servicesReachPods, {
  'a Service of another group, which has no selector': [
    add('qwen', {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: { name: 'x', namespace: 'llm-serving' },
      spec: { template: {} },
    }),
  ],
  'every Service of the platform': [[]],
  'a Service whose labels nobody has': [
    set(service, 'spec.selector', labels('llama-server', 'qwen2')),
    `${service} spec.selector: ${text('llama-server', 'qwen2')} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a Service whose pods are in another namespace': [
    set('Service model-store/weights-server', 'metadata.namespace', 'llm-serving'),
    `Service llm-serving/weights-server spec.selector: ${text('weights-server', 'weights-server')} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a Service without selector': [
    set(service, 'spec.selector', undefined),
    `${service} spec.selector: {} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a name for somewhere else needs no pod': [
    [set(service, 'spec.selector', undefined), set(service, 'spec.type', 'ExternalName')],
  ],
  'a port name that nobody opens': [set(service, 'spec.ports[0].targetPort', 'metrics'), closed("TCP port 'metrics'")],
  'a port number that is open': [set(service, 'spec.ports[0].targetPort', 8080)],
  'a port number that is not': [set(service, 'spec.ports[0].targetPort', 8081), closed('TCP port 8081')],
  'a name is no number': [set(service, 'spec.ports[0].targetPort', '8080'), closed("TCP port '8080'")],
  'the port itself where no target is named': [set(service, 'spec.ports[0].targetPort', undefined)],
  'another port itself': [
    [set(service, 'spec.ports[0].targetPort', undefined), set(service, 'spec.ports[0].port', 80)],
    closed('TCP port 80'),
  ],
  'another protocol': [set(service, 'spec.ports[0].protocol', 'UDP'), closed("UDP port 'http'")],
  'the same other protocol': [
    [set(service, 'spec.ports[0].protocol', 'UDP'), set(qwen, `${container}.ports[0].protocol`, 'UDP')],
  ],
  'a container without ports': [set(qwen, `${container}.ports`, undefined), closed("TCP port 'http'")],
  'a port that a sidecar opens': [
    [
      set(qwen, `${container}.ports`, []),
      set(qwen, 'spec.template.spec.initContainers[0].ports', [{ name: 'http', containerPort: 1 }]),
    ],
  ],
  'one of two workloads without the port': [
    [
      add('qwen', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'copy', namespace: 'llm-serving' },
        spec: { template: { metadata: { labels: labels('llama-server', 'qwen') }, spec: { containers: [] } } },
      }),
    ],
    `${service} spec.ports[0].targetPort: no container of Deployment copy opens TCP port 'http'; ${open}`,
  ],
  'one pod of a fleet': [set(fleet, "spec.selector['apps.kubernetes.io/pod-index']", '1')],
  'one pod of a fleet, by its name': [set(fleet, "spec.selector['statefulset.kubernetes.io/pod-name']", 'fleet-1')],
  'one pod too far': [
    set(fleet, "spec.selector['apps.kubernetes.io/pod-index']", '2'),
    `${fleet} spec.selector: {"app.kubernetes.io/name":"ollama","app.kubernetes.io/instance":"fleet","apps.kubernetes.io/pod-index":"2"} selects no pod of namespace llm-serving; ${fix}`,
    `${set1} spec.serviceName: Service fleet does not select its pods; name the headless Service of these pods`,
  ],
  'the only pod of a fleet that says nothing of replicas': [
    [
      set(set1, 'spec.replicas', undefined),
      set(fleet, "spec.selector['statefulset.kubernetes.io/pod-name']", 'fleet-0'),
    ],
  ],
  'its second': [
    [
      set(set1, 'spec.replicas', undefined),
      set(fleet, "spec.selector['statefulset.kubernetes.io/pod-name']", 'fleet-1'),
    ],
    `${fleet} spec.selector: {"app.kubernetes.io/name":"ollama","app.kubernetes.io/instance":"fleet","statefulset.kubernetes.io/pod-name":"fleet-1"} selects no pod of namespace llm-serving; ${fix}`,
    `${set1} spec.serviceName: Service fleet does not select its pods; name the headless Service of these pods`,
  ],
  'one pod of a Deployment': [
    set(service, "spec.selector['apps.kubernetes.io/pod-index']", '0'),
    `${service} spec.selector: {"app.kubernetes.io/name":"llama-server","app.kubernetes.io/instance":"qwen","apps.kubernetes.io/pod-index":"0"} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a governing Service with an address': [
    set(fleet, 'spec.clusterIP', undefined),
    `${set1} spec.serviceName: Service fleet is not headless; give that Service clusterIP 'None'`,
  ],
  'a governing Service of other pods': [
    [set(set1, 'spec.serviceName', 'qwen'), set(service, 'spec.clusterIP', 'None')],
    `${set1} spec.serviceName: Service qwen does not select its pods; name the headless Service of these pods`,
  ],
  'a governing Service that is not there is told elsewhere': [
    [set(set1, 'spec.serviceName', 'nobody'), remove('Service llm-serving/fleet')],
  ],
  'a budget whose labels nobody has': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.selector.matchLabels', { app: 'nobody' }),
    `PodDisruptionBudget llm-serving/qwen spec.selector: {"app":"nobody"} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a policy whose labels nobody has': [
    set('NetworkPolicy llm-serving/qwen', 'spec.podSelector.matchLabels', { app: 'nobody' }),
    `NetworkPolicy llm-serving/qwen spec.podSelector: {"app":"nobody"} selects no pod of namespace llm-serving; ${fix}`,
  ],
  'a policy for all pods of an empty namespace': [
    set('NetworkPolicy llm-serving/default-deny', 'metadata.namespace', 'empty'),
  ],
  'a budget by expressions': [
    set('PodDisruptionBudget llm-serving/qwen', 'spec.selector', {
      matchExpressions: [
        { key: 'app.kubernetes.io/instance', operator: 'In', values: ['a', 'qwen'] },
        { key: 'app.kubernetes.io/instance', operator: 'NotIn', values: ['a'] },
        { key: 'tier', operator: 'NotIn', values: ['a'] },
        { key: 'app.kubernetes.io/name', operator: 'Exists' },
        { key: 'tier', operator: 'DoesNotExist' },
      ],
    }),
  ],
  ...Object.fromEntries(
    [
      { key: 'app.kubernetes.io/instance', operator: 'In', values: ['a'] },
      { key: 'tier', operator: 'In', values: ['undefined'] },
      { key: 'app.kubernetes.io/component', operator: 'Exists' },
      { key: 'app.kubernetes.io/name', operator: 'DoesNotExist' },
      { key: 'app.kubernetes.io/instance', operator: 'NotIn', values: ['a', 'qwen', 'fleet'] },
    ].map((expression) => [
      `an expression that nobody meets: ${JSON.stringify(expression)}`,
      [
        set('PodDisruptionBudget llm-serving/qwen', 'spec.selector', {
          matchLabels: {},
          matchExpressions: [expression],
        }),
        `PodDisruptionBudget llm-serving/qwen spec.selector: {} selects no pod of namespace llm-serving; ${fix}`,
      ],
    ]),
  ),
});
