/** Envoy's clusters, one for each cluster of `models.json`. */
import { createHash } from 'node:crypto';
import type { EnvoyCluster, EnvoyClustersFile, GatewayCluster } from 'corral';

const envoyCluster = (name: string, cluster: GatewayCluster): EnvoyCluster => {
  const session = cluster.affinity === 'session';
  return {
    '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
    name,
    cluster_type: {
      name: 'envoy.clusters.dns',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster',
        all_addresses_in_single_endpoint: false,
        dns_refresh_rate: '10s',
        dns_failure_refresh_rate: { base_interval: '2s', max_interval: '10s' },
        dns_jitter: '2s',
        dns_lookup_family: 'ALL',
      },
    },
    lb_policy: session ? 'MAGLEV' : 'LEAST_REQUEST',
    maglev_lb_config: session ? { table_size: 2039 } : undefined,
    connect_timeout: '2s',
    ignore_health_on_host_removal: true,
    common_lb_config: { healthy_panic_threshold: { value: 0 }, update_merge_window: '0s' },
    load_assignment: {
      cluster_name: name,
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: { socket_address: { address: cluster.host, port_value: cluster.port } } } },
          ],
        },
      ],
    },
    health_checks: [
      {
        timeout: '2s',
        interval: '5s',
        no_traffic_interval: '5s',
        no_traffic_healthy_interval: '30s',
        unhealthy_threshold: 2,
        healthy_threshold: 1,
        http_health_check: { path: cluster.healthPath },
      },
    ],
    circuit_breakers: {
      thresholds: [
        {
          max_connections: cluster.maxRequests,
          max_requests: cluster.maxRequests,
          max_pending_requests: cluster.maxPending,
          max_retries: cluster.maxRequests,
        },
      ],
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        common_http_protocol_options: { idle_timeout: '3s' },
        explicit_http_config: { http_protocol_options: { allow_chunked_length: false } },
      },
    },
  };
};

export const envoyClusters = (clusters: ReadonlyMap<string, GatewayCluster>): EnvoyClustersFile => {
  const resources = [...clusters].map(([name, cluster]) => envoyCluster(name, cluster));
  const hash = createHash('sha256').update(JSON.stringify(resources));
  return { version_info: hash.digest('hex').slice(0, 16), resources };
};
