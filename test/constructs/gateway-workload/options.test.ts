/** What single props change: configuration, certificate, load balancer, clients, replicas, scraping. */
import { expect, test } from '@jest/globals';
import { derived } from '../../../lib/core/derived';
import { gatewayPorts } from '../../../lib/gateway/files';
import { fieldOf } from '../support/drawn';
import { annotated, operator } from '../support/scraping';
import { deployment, drawn, envoy, policy, settings, tcp, template } from './gateway';

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
