/** The clusters of Envoy that are always there: the policy, and Envoy's own administration. */
import { type Part, socket } from './parts';
import { envoyClusters, type EnvoySettings } from './settings';

const loopback = '127.0.0.1';

const local = (name: string, port: number, most: number): Part => ({
  name,
  type: 'STATIC',
  connect_timeout: '1s',
  load_assignment: {
    cluster_name: name,
    endpoints: [{ lb_endpoints: [{ endpoint: { address: socket(loopback, port) } }] }],
  },
  circuit_breakers: {
    thresholds: [{ max_connections: most, max_pending_requests: most, max_requests: most, max_retries: most }],
  },
});

/** Each request of a client is at most one of the policy. */
export const staticClusters = ({ ports, maxConnections }: EnvoySettings): readonly Part[] => [
  local(envoyClusters.policy, ports.checks, maxConnections),
  local(envoyClusters.admin, ports.admin, 16),
];
