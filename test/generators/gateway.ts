/** Random gateways: each exposure, with and without TLS of their own, with limits and without. */
import fc from 'fast-check';
import type { GatewayInput } from '../../lib';

const host = 'llm.example.org';
const issuer = { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } } as const;
const secret = { secretName: 'llm-tls' } as const;
const plain = { none: 'the network is encrypted' } as const;

type Edge = Pick<GatewayInput, 'host' | 'tls' | 'expose' | 'from'>;

const edge: fc.Arbitrary<Edge> = fc.constantFrom<Edge[]>(
  { tls: 'none', expose: { by: 'cluster' } },
  { tls: issuer, expose: { by: 'cluster' }, from: [{ namespace: 'apps', podLabels: { app: 'web' } }] },
  { host, tls: issuer, expose: { by: 'gateway-api', className: 'envoy' } },
  { host, tls: secret, expose: { by: 'gateway-api', className: 'envoy', trustedHops: 2 } },
  { host, tls: issuer, expose: { by: 'ingress', className: 'nginx' }, from: [{ namespace: 'ingress', anyPod: true }] },
  { host, tls: secret, expose: { by: 'load-balancer', sourceRanges: ['192.0.2.0/24'] } },
  { host, tls: plain, expose: { by: 'load-balancer', annotations: { 'balancer.example/kind': 'l7' } } },
  { tls: secret, expose: { by: 'node-port', port: 30_443 } },
);

const keys: fc.Arbitrary<GatewayInput['keys']> = fc.constantFrom<GatewayInput['keys'][]>(
  undefined,
  { secretName: 'llm-keys' },
  { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
);

const limit = (most: number) => fc.option(fc.integer({ min: 1, max: most }), { nil: undefined });

/** A gateway, or none. @param models - names of models that one client may ask */
export const gatewayFor = (models: readonly [string, ...string[]]): fc.Arbitrary<GatewayInput | undefined> =>
  fc.option(
    fc
      .record({
        edge,
        keys,
        requestsPerMinute: limit(10_000),
        concurrent: limit(500),
        tokensPerDay: fc.option(fc.integer({ min: 100_000, max: 10 ** 9 }), { nil: undefined }),
        replicas: fc.constantFrom(undefined, 1, 3, { min: 2, max: 4 }),
      })
      .map(({ edge: { host: name, tls, expose, from }, keys: source, replicas, ...limits }) => ({
        host: name,
        tls,
        expose,
        from,
        keys: source,
        replicas,
        clients: { everything: { models: 'all' as const }, some: { models, ...limits, tenant: 'a' } },
      })),
    { nil: undefined },
  );
