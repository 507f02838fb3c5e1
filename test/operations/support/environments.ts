/** Environments with a gateway: one for each exposure, source of its certificate and source of its keys. */
import type { EnvironmentInput } from '../../../lib';
import { local } from '../../../overlays/local';

type GatewayInput = NonNullable<EnvironmentInput['gateway']>;
export type Edge = Pick<GatewayInput, 'host' | 'tls' | 'expose' | 'keys'>;

export const host = 'llm.example.org';
/** Path of the keys in a store. */
export const keysPath = 'corral/keys';

const clusterIssuer = { issuer: { kind: 'ClusterIssuer', name: 'corral-ca' } } as const;
const issuer = { issuer: { kind: 'Issuer', name: 'own' } } as const;
const store = { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: keysPath } as const;
const clusterStore = { ...store, store: { kind: 'ClusterSecretStore', name: 'corral' } } as const;
const byGatewayApi = { host, expose: { by: 'gateway-api', className: 'envoy' } } as const;

export const edges = {
  'a Gateway with a certificate of a ClusterIssuer, keys of a SecretStore': {
    ...byGatewayApi,
    tls: clusterIssuer,
    keys: store,
  },
  'a Gateway with a certificate of its own': { ...byGatewayApi, tls: { secretName: 'llm-tls' } },
  'a Gateway without TLS': { ...byGatewayApi, tls: { none: 'the balancer before it ends TLS' } },
  'an Ingress with a certificate of an Issuer, keys of a ClusterSecretStore': {
    host,
    expose: { by: 'ingress', className: 'haproxy' },
    tls: issuer,
    keys: clusterStore,
  },
  'an Ingress with a certificate of a ClusterIssuer': {
    host,
    expose: { by: 'ingress', className: 'haproxy' },
    tls: clusterIssuer,
  },
  'a load balancer with a certificate of a ClusterIssuer': {
    host,
    expose: { by: 'load-balancer' },
    tls: clusterIssuer,
  },
  'a port of every node with a certificate of an Issuer': {
    host,
    expose: { by: 'node-port', port: 30_443 },
    tls: issuer,
  },
  'within the cluster, keys of a SecretStore': { expose: { by: 'cluster' }, tls: 'none', keys: store },
} as const satisfies Readonly<Record<string, Edge>>;

/** @param change further fields of the gateway */
export const withGateway = (edge: Edge, change: Partial<GatewayInput> = {}): EnvironmentInput => ({
  ...local,
  gateway: { clients: { default: { models: 'all' } }, ...edge, ...change },
});
