/** The gateway: the smallest props, every prop, and what keeps answers whole when a pod ends. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { GatewayWorkload } from '../../lib/constructs/gateway/gateway-workload';
import type { GatewayWorkloadProps } from '../../lib/constructs/gateway/props';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import { gatewayPaths, gatewayPorts, type GatewaySettings } from '../../lib/gateway/files';
import { everyAddition } from './support/additions';
import { draw, fieldOf, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { monitoring, pool, programs, scheduling, wants } from './support/props';
import { annotated, endpointOfShared, operator } from './support/scraping';

const settings: GatewaySettings = {
  ports: gatewayPorts,
  files: gatewayPaths,
  peers: 'gateway-peers.gate.svc.cluster.local.',
  trustedHops: 0,
  ollamaVersion: '0.34.2',
};
const engine = { peer: { namespace: 'serving', podLabels: { 'app.kubernetes.io/name': 'llama-server' } }, port: 8080 };
const smallest: GatewayWorkloadProps = {
  namespace: 'gate',
  bootstrap: { admin: {} },
  settings,
  models: { models: {}, clusters: {} },
  clients: {},
  weights: {},
  engines: [engine],
};
const add = (chart: ConstructorParameters<typeof GatewayWorkload>[0], props: GatewayWorkloadProps) =>
  new GatewayWorkload(chart, 'gateway', props);
const drawn = (more: Partial<GatewayWorkloadProps> = {}) => draw((chart) => add(chart, { ...smallest, ...more }));
const deployment = 'Deployment gate/gateway';
const template = `${deployment}: spec.template`;
const pod = `${template}.spec`;
const envoy = `${pod}.containers[0]`;
const policy = `${pod}.initContainers[0]`;
const own = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gate' } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/instance': 'gateway' } },
};
const tcp = (port: number) => [{ protocol: 'TCP', port }];

describe('the smallest props', () => {
  const manifests = drawn();
  const field = (place: string) => fieldOf(manifests, place);

  test('give two pods with all that belongs to them', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount gate/gateway',
      'NetworkPolicy gate/gateway',
      'ConfigMap gate/gateway-clients',
      'ConfigMap gate/gateway-envoy-#',
      'ConfigMap gate/gateway-models-0',
      'ConfigMap gate/gateway-models-1',
      'ConfigMap gate/gateway-models-2',
      'ConfigMap gate/gateway-models-3',
      'ConfigMap gate/gateway-models-4',
      'ConfigMap gate/gateway-models-5',
      'ConfigMap gate/gateway-models-6',
      'ConfigMap gate/gateway-models-7',
      'ConfigMap gate/gateway-weights',
      'ConfigMap gate/program-envoy-drain-#',
      'ConfigMap gate/program-gateway-policy-#',
      'Service gate/gateway',
      'Service gate/gateway-peers',
      'Deployment gate/gateway',
      'PodDisruptionBudget gate/gateway',
    ]);
    expect(field(`${deployment}: spec.replicas`)).toBe(2);
    expect(field(`${deployment}: spec.strategy.rollingUpdate`)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('the policy starts before Envoy and ends after it', () => {
    expect(field(`${policy}.name`)).toBe('policy');
    expect(field(`${policy}.restartPolicy`)).toBe('Always');
    expect(field(`${policy}.startupProbe.httpGet`)).toEqual({ path: '/startup', port: 'peers' });
    expect(field(`${envoy}.restartPolicy`)).toBeUndefined();
    // A hook of the policy would run beside that of Envoy.
    expect(field(`${policy}.lifecycle`)).toBeUndefined();
  });

  test('a pod that ends waits for its answers, and the next is not replaced before', () => {
    const grace = 15 + 600 + 15;
    expect(field(`${pod}.terminationGracePeriodSeconds`)).toBe(grace);
    expect(field(`${deployment}: spec.minReadySeconds`)).toBe(grace);
    expect(field(`${deployment}: spec.progressDeadlineSeconds`)).toBe(600 + grace);
    expect(field(`${deployment}: metadata.annotations['corral.dev/because.grace']`)).toBe(
      '10 min 30 s: 15 s for endpoints to follow, 10 min for the longest answer, 15 s to end',
    );
    expect(field(`${envoy}.lifecycle.preStop.exec.command`)).toEqual(['/bin/bash', '/etc/corral/envoy-drain.sh']);
    expect(field(`${envoy}.env`)).toEqual(
      expect.arrayContaining([
        { name: 'DRAIN_ADMIN_PORT', value: '9901' },
        { name: 'DRAIN_DEADLINE', value: '615' },
        { name: 'DRAIN_PROPAGATION', value: '15' },
      ]),
    );
    // Envoy closes its listeners no earlier than clients have learnt of it, and no later than its drain looks at it.
    expect(field(`${envoy}.command`)).toEqual(expect.arrayContaining(['--drain-time-s', '15']));
  });

  test('pods start before the first key is made, and without keys of a control plane', () => {
    expect(field(`${pod}.volumes`)).toEqual(
      expect.arrayContaining([
        { name: 'keys', secret: { secretName: 'gateway-keys', optional: true, defaultMode: 0o440 } },
        { name: 'issued-keys', configMap: { name: 'gateway-issued-keys', optional: true } },
      ]),
    );
  });

  test('Envoy reads no key, and only the list of clusters and the log of requests can be written', () => {
    const mounts = (place: string) =>
      (field(`${place}.volumeMounts`) as unknown as { mountPath: string; readOnly?: boolean }[]).map(
        ({ mountPath, readOnly }) => `${mountPath}${readOnly === true ? '' : ' rw'}`,
      );
    expect(mounts(envoy)).toEqual([
      '/etc/gateway/config',
      '/run/corral/clusters rw',
      '/run/corral/access rw',
      '/tmp rw',
      '/etc/corral',
    ]);
    expect(mounts(policy)).toEqual([
      '/etc/gateway/config',
      '/etc/gateway/models',
      '/etc/gateway/clients',
      '/etc/gateway/weights',
      '/etc/gateway/keys',
      '/etc/gateway/issued-keys',
      '/run/corral/clusters rw',
      '/run/corral/access rw',
      '/tmp rw',
      '/etc/corral',
    ]);
  });

  test('engines, names and the other pods are reached, and only the other pods get in', () => {
    expect(field('NetworkPolicy gate/gateway: spec.ingress')).toEqual([{ from: [own], ports: tcp(9002) }]);
    expect(field('NetworkPolicy gate/gateway: spec.egress')).toEqual([
      expect.objectContaining({
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      }),
      { to: [own], ports: tcp(9002) },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'serving' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'llama-server' } },
          },
        ],
        ports: tcp(8080),
      },
    ]);
  });

  test('the checks of the policy and the administration of Envoy are no port of the pod', () => {
    const ports = [...(field(`${envoy}.ports`) as { containerPort: number }[])];
    ports.push(...(field(`${policy}.ports`) as { containerPort: number }[]));
    expect(ports.map(({ containerPort }) => containerPort)).toEqual([8080, 9090, 9002]);
  });
});

test('a change of models, clients or weights replaces no pod; one of the configuration does', () => {
  const before = fieldOf(drawn(), template);
  const models = { models: {}, clusters: { qwen: {} as never } };
  expect(fieldOf(drawn({ models, clients: { a: { models: 'all' } }, weights: { qwen: { a: 1 } } }), template)).toEqual(
    before,
  );
  expect(fieldOf(drawn({ bootstrap: { admin: { address: 1 } } }), template)).not.toEqual(before);
  expect(fieldOf(drawn({ settings: { ...settings, trustedHops: 1 } }), template)).not.toEqual(before);
});

test('with a certificate the gateway ends TLS on port 443', () => {
  const manifests = drawn({ certificate: 'gateway-tls' });
  expect(fieldOf(manifests, 'Service gate/gateway: spec.ports')).toEqual([
    { name: 'https', port: 443, targetPort: 'http', protocol: 'TCP', appProtocol: 'https' },
  ]);
  expect(fieldOf(manifests, `${envoy}.volumeMounts`)).toContainEqual({
    name: 'tls',
    mountPath: '/etc/gateway/tls',
    readOnly: true,
  });
  expect(fieldOf(manifests, `${policy}.volumeMounts`)).not.toContainEqual(expect.objectContaining({ name: 'tls' }));
});

test('a load balancer keeps the addresses of clients, and takes only some', () => {
  const manifests = drawn({
    service: { type: 'LoadBalancer', annotations: { 'lb.example/tier': 'one' }, sourceRanges: ['192.0.2.0/24'] },
  });
  expect(fieldOf(manifests, 'Service gate/gateway: metadata.annotations')).toEqual({ 'lb.example/tier': 'one' });
  expect(fieldOf(manifests, 'Service gate/gateway: spec')).toMatchObject({
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    loadBalancerSourceRanges: ['192.0.2.0/24'],
  });
});

test.each([
  [
    'pods by their labels',
    { namespace: 'web', podLabels: { app: 'web' } },
    [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
        podSelector: { matchLabels: { app: 'web' } },
      },
    ],
  ],
  ['every pod', 'every-pod', [{ namespaceSelector: {} }]],
  ['addresses', { cidr: '192.0.2.0/24' }, [{ ipBlock: { cidr: '192.0.2.0/24' } }]],
  ['everything', 'everything', undefined],
] as const)('clients are %s', (_, source, from) => {
  expect(fieldOf(drawn({ from: [source] }), 'NetworkPolicy gate/gateway: spec.ingress[1]')).toEqual({
    from,
    ports: tcp(8080),
  });
});

test('a range of replicas is scaled by the use of CPU, and no number of replicas is set', () => {
  const manifests = drawn({ replicas: { min: 2, max: 6 } });
  expect(fieldOf(manifests, `${deployment}: spec.replicas`)).toBeUndefined();
  expect(fieldOf(manifests, 'HorizontalPodAutoscaler gate/gateway: spec')).toMatchObject({
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: 'Resource', resource: { name: 'cpu' } }],
    behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 630 }] } },
  });
});

test('one pod without room for a spare ends before the new one starts', () => {
  const manifests = drawn({
    replicas: { min: 1, max: 1 },
    rollout: derived({ type: 'Recreate' }, 'an extra pod does not fit'),
  });
  expect(fieldOf(manifests, `${deployment}: spec.strategy`)).toEqual({ type: 'Recreate' });
  expect(fieldOf(manifests, `${deployment}: spec.minReadySeconds`)).toBeUndefined();
});

test('by annotations, its pods are scraped for Envoy, and the endpoints of the Service of peers for the policy', () => {
  const manifests = drawn({ scraping: annotated });
  const scraped = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${gatewayPorts.metrics}` };
  expect(fieldOf(manifests, `${template}.metadata.annotations`)).toMatchObject({
    ...scraped,
    'prometheus.io/path': '/stats/prometheus',
  });
  expect(fieldOf(manifests, 'Service gate/gateway-peers: metadata.annotations')).toEqual({
    ...scraped,
    'prometheus.io/path': '/policy/metrics',
  });
  expect(fieldOf(drawn({ scraping: operator }), 'Service gate/gateway-peers: metadata')).not.toHaveProperty(
    'annotations',
  );
});

describe('each prop shows', () => {
  everyProp<GatewayWorkloadProps>(
    add,
    {
      ...smallest,
      programs,
      keysSecret: 'keys',
      engineKey: { secretName: 'engines', key: 'key' },
      certificate: 'tls',
      service: { type: 'ClusterIP' },
      from: ['everything'],
      monitoring,
      dns: { pods: { namespace: 'kube-system', anyPod: true }, addresses: [] },
      replicas: { min: 2, max: 2 },
      rollout: derived({ type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 }, 'one at a time'),
      maxUnavailable: derived(1, 'one'),
      longestAnswer: derived(minutes(5), 'five minutes'),
      envoyWants: wants,
      policyWants: wants,
      scheduling,
      additions: {},
      scraping: annotated,
      envoyImage: images.envoy,
      policyImage: images.nodejs,
    },
    {
      namespace: { to: 'other', shows: { 'Deployment other/gateway: metadata.namespace': 'other' } },
      bootstrap: {
        to: { static_resources: {} },
        shows: { "ConfigMap gate/gateway-envoy-*: data['envoy.json']": '{\n "static_resources": {}\n}\n' },
      },
      settings: {
        to: { ...settings, trustedHops: 2 },
        shows: {
          "ConfigMap gate/gateway-envoy-*: data['settings.json']": `${JSON.stringify({ ...settings, trustedHops: 2 })}\n`,
        },
      },
      models: {
        to: {
          models: { qwen: { tracks: { main: { cluster: 'qwen-main' } } } as never },
          clusters: { 'qwen-main': {} as never, other: {} as never },
        },
        shows: {
          "ConfigMap gate/gateway-models-5: data['models-5.json']":
            '{"models":{"qwen":{"tracks":{"main":{"cluster":"qwen-main"}}}},"clusters":{"qwen-main":{}}}\n',
        },
      },
      clients: {
        to: { team: { models: 'all' } },
        shows: { "ConfigMap gate/gateway-clients: data['clients.json']": '{"team":{"models":"all"}}\n' },
      },
      weights: {
        to: { qwen: { blue: 90 } },
        shows: { "ConfigMap gate/gateway-weights: data['weights.json']": '{"qwen":{"blue":90}}\n' },
      },
      engines: {
        to: [{ ...engine, port: 11434 }],
        shows: { 'NetworkPolicy gate/gateway: spec.egress[2].ports[0].port': 11434 },
      },
      programs: 'elsewhere',
      scraping: {
        to: operator,
        shows: {
          'PodMonitor gate/gateway: spec.podMetricsEndpoints': [
            endpointOfShared('metrics', '/stats/prometheus'),
            endpointOfShared('metrics', '/policy/metrics'),
          ],
        },
      },
      keysSecret: { to: 'other', shows: { [`${pod}.volumes[4].secret.secretName`]: 'other' } },
      engineKey: {
        to: { secretName: 'other', key: 'key' },
        shows: { [`${pod}.volumes[6].secret.secretName`]: 'other' },
      },
      certificate: { to: 'other', shows: { [`${pod}.volumes[7].secret.secretName`]: 'other' } },
      service: {
        to: { type: 'NodePort', nodePort: 30443 },
        shows: {
          'Service gate/gateway: spec.type': 'NodePort',
          'Service gate/gateway: spec.ports[0].nodePort': 30443,
        },
      },
      from: {
        to: ['every-pod'],
        shows: { 'NetworkPolicy gate/gateway: spec.ingress[2].from': [{ namespaceSelector: {} }] },
      },
      monitoring: {
        to: { namespace: 'other', podLabels: { app: 'other' } },
        shows: {
          'NetworkPolicy gate/gateway: spec.ingress[1].from[0].podSelector.matchLabels': { app: 'other' },
        },
      },
      dns: {
        to: { pods: { namespace: 'dns', anyPod: true }, addresses: [] },
        shows: {
          'NetworkPolicy gate/gateway: spec.egress[0].to[0].namespaceSelector.matchLabels': {
            'kubernetes.io/metadata.name': 'dns',
          },
        },
      },
      replicas: { to: { min: 3, max: 3 }, shows: { [`${deployment}: spec.replicas`]: 3 } },
      rollout: {
        to: derived({ type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 }, 'it fits'),
        shows: {
          [`${deployment}: spec.strategy.rollingUpdate`]: { maxSurge: 1, maxUnavailable: 0 },
          [`${deployment}: metadata.annotations['corral.dev/because.rollout']`]: 'it fits',
        },
      },
      maxUnavailable: {
        to: derived(2, 'two'),
        shows: { 'PodDisruptionBudget gate/gateway: spec.maxUnavailable': 2 },
      },
      longestAnswer: {
        to: derived(seconds(60), 'a minute'),
        shows: { [`${pod}.terminationGracePeriodSeconds`]: 90 },
      },
      envoyWants: {
        to: { ...wants, cpu: 700 },
        shows: { [`${envoy}.resources.requests.cpu`]: '700m' },
      },
      policyWants: {
        to: { ...wants, cpu: 700 },
        shows: { [`${policy}.resources.requests.cpu`]: '700m' },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-critical' },
        shows: { [`${pod}.priorityClassName`]: 'llm-critical', [`${pod}.tolerations`]: undefined },
      },
      additions: {
        to: everyAddition,
        shows: {
          [`${template}.metadata.labels['team']`]: 'llm',
          [`${template}.metadata.annotations['team.example/owner']`]: 'team',
          [`${pod}.imagePullSecrets`]: [{ name: 'pull' }],
        },
      },
      envoyImage: {
        to: { ...images.envoy, repository: 'mirror.example/envoy' },
        shows: { [`${envoy}.image`]: expect.stringContaining('mirror.example/envoy:') },
      },
      policyImage: {
        to: { ...images.nodejs, repository: 'mirror.example/nodejs' },
        shows: { [`${policy}.image`]: expect.stringContaining('mirror.example/nodejs:') },
      },
    },
  );
});
