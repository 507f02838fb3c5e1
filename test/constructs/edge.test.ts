/** What is in front of a gateway, its certificate and its keys: the smallest props, and every prop. */
import { describe, expect, test } from '@jest/globals';
import { ExternalKeys, type ExternalKeysProps } from '../../lib/constructs/edge/external-keys';
import { GatewayRoute, type GatewayRouteProps } from '../../lib/constructs/edge/gateway-route';
import { IngressRoute, type IngressRouteProps } from '../../lib/constructs/edge/ingress-route';
import { ServerCertificate, type ServerCertificateProps } from '../../lib/constructs/edge/server-certificate';
import { draw, fieldOf, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

type Scope = ConstructorParameters<typeof GatewayRoute>[0];
const route: GatewayRouteProps = {
  namespace: 'gate',
  className: 'envoy',
  host: 'llm.example.org',
  service: { name: 'gateway', port: 8080 },
};
const tls = { secretName: 'tls', issuer: { kind: 'ClusterIssuer', name: 'ca' } } as const;

describe('a Gateway with its route', () => {
  const add = (chart: Scope, props: GatewayRouteProps) => new GatewayRoute(chart, 'edge', props);

  test('without TLS listens on port 80', () => {
    const manifests = draw((chart) => add(chart, route));
    expect(titles(manifests)).toEqual(['Gateway gate/edge', 'HTTPRoute gate/edge']);
    expect(fieldOf(manifests, 'Gateway gate/edge: spec.listeners')).toEqual([
      {
        name: 'http',
        hostname: 'llm.example.org',
        port: 80,
        protocol: 'HTTP',
        allowedRoutes: { namespaces: { from: 'Same' } },
      },
    ]);
  });

  everyProp<GatewayRouteProps>(
    add,
    { ...route, tls },
    {
      namespace: { to: 'other', shows: { 'Gateway other/edge: metadata.namespace': 'other' } },
      className: { to: 'other', shows: { 'Gateway gate/edge: spec.gatewayClassName': 'other' } },
      host: {
        to: 'other.example.org',
        shows: {
          'Gateway gate/edge: spec.listeners[0].hostname': 'other.example.org',
          'HTTPRoute gate/edge: spec.hostnames': ['other.example.org'],
        },
      },
      tls: {
        to: { secretName: 'mine' },
        shows: {
          'Gateway gate/edge: metadata.annotations': undefined,
          'Gateway gate/edge: spec.listeners[0].tls.certificateRefs': [{ group: '', kind: 'Secret', name: 'mine' }],
        },
      },
      service: {
        to: { name: 'other', port: 80 },
        shows: {
          'HTTPRoute gate/edge: spec.rules[0].backendRefs': [
            { group: '', kind: 'Service', name: 'other', port: 80, weight: 1 },
          ],
        },
      },
    },
  );
});

describe('an Ingress', () => {
  const add = (chart: Scope, props: IngressRouteProps) => new IngressRoute(chart, 'edge', props);

  test('without TLS has no Secret', () => {
    expect(
      fieldOf(
        draw((chart) => add(chart, route)),
        'Ingress gate/edge: spec.tls',
      ),
    ).toBeUndefined();
  });

  everyProp<IngressRouteProps>(
    add,
    { ...route, tls },
    {
      namespace: { to: 'other', shows: { 'Ingress other/edge: metadata.namespace': 'other' } },
      className: { to: 'other', shows: { 'Ingress gate/edge: spec.ingressClassName': 'other' } },
      host: { to: 'other.example.org', shows: { 'Ingress gate/edge: spec.rules[0].host': 'other.example.org' } },
      tls: {
        to: { secretName: 'tls', issuer: { kind: 'Issuer', name: 'own' } },
        shows: { 'Ingress gate/edge: metadata.annotations': { 'cert-manager.io/issuer': 'own' } },
      },
      service: {
        to: { name: 'other', port: 80 },
        shows: {
          'Ingress gate/edge: spec.rules[0].http.paths[0].backend.service': { name: 'other', port: { number: 80 } },
        },
      },
    },
  );
});

describe('a certificate', () => {
  const all: Required<ServerCertificateProps> = {
    namespace: 'gate',
    issuer: { kind: 'Issuer', name: 'ca' },
    secretName: 'tls',
    hosts: ['llm.example.org'],
    component: 'gateway',
  };
  const add = (chart: Scope, props: ServerCertificateProps) => new ServerCertificate(chart, 'edge', props);

  test('has a new key each time it is renewed', () => {
    expect(
      fieldOf(
        draw((chart) => add(chart, all)),
        'Certificate gate/edge: spec.privateKey',
      ),
    ).toEqual({
      algorithm: 'ECDSA',
      size: 256,
      rotationPolicy: 'Always',
    });
  });

  everyProp<ServerCertificateProps>(add, all, {
    namespace: { to: 'other', shows: { 'Certificate other/edge: metadata.namespace': 'other' } },
    issuer: {
      to: { kind: 'ClusterIssuer', name: 'other' },
      shows: {
        'Certificate gate/edge: spec.issuerRef': { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'other' },
      },
    },
    component: {
      to: 'postgres',
      shows: { "Certificate gate/edge: metadata.labels['app.kubernetes.io/name']": 'postgres' },
    },
    secretName: { to: 'other', shows: { 'Certificate gate/edge: spec.secretName': 'other' } },
    hosts: {
      to: ['a.example.org', 'b.example.org'],
      shows: { 'Certificate gate/edge: spec.dnsNames': ['a.example.org', 'b.example.org'] },
    },
  });
});

describe('keys of a store', () => {
  const all: Required<ExternalKeysProps> = {
    namespace: 'gate',
    store: { kind: 'SecretStore', name: 'corral' },
    path: 'corral/keys',
    component: 'gateway',
    further: { first: '{{ .keys | trim }}' },
    refreshInterval: '30s',
  };
  const add = (chart: Scope, props: ExternalKeysProps) => new ExternalKeys(chart, 'gateway-keys', props);
  const object = 'ExternalSecret gate/gateway-keys';

  test('are looked at often enough for a key that is revoked', () => {
    const { refreshInterval: _, ...smallest } = all;
    expect(
      fieldOf(
        draw((chart) => add(chart, smallest)),
        `${object}: spec.refreshInterval`,
      ),
    ).toBe('30s');
  });

  everyProp<ExternalKeysProps>(add, all, {
    namespace: { to: 'other', shows: { 'ExternalSecret other/gateway-keys: metadata.namespace': 'other' } },
    store: {
      to: { kind: 'ClusterSecretStore', name: 'other' },
      shows: { [`${object}: spec.secretStoreRef`]: { kind: 'ClusterSecretStore', name: 'other' } },
    },
    path: { to: 'other', shows: { [`${object}: spec.dataFrom[0].extract.key`]: 'other' } },
    component: { to: 'postgres', shows: { [`${object}: metadata.labels['app.kubernetes.io/name']`]: 'postgres' } },
    further: {
      to: { last: '{{ .keys }}' },
      shows: { [`${object}: spec.target.template.data`]: { last: '{{ .keys }}' } },
    },
    refreshInterval: { to: '1m', shows: { [`${object}: spec.refreshInterval`]: '1m' } },
  });
});
