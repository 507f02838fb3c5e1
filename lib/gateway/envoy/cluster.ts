/**
 * The form of one Envoy cluster of engines, and of the file that lists them. The policy of the gateway writes the file
 * while it runs, so that a model comes and goes without another pod; what never differs stands here as a literal type.
 */

/** Seconds between two looks at the addresses of a cluster; the hook of an engine waits longer before it ends. */
export const gatewayDnsRefreshSeconds = 10;

/** `clusters.json` in the folder of clusters. */
export interface EnvoyClustersFile {
  /** Changes with the content. */
  readonly version_info: string;
  readonly resources: readonly EnvoyCluster[];
}

export interface EnvoyCluster {
  readonly '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster';
  readonly name: string;
  readonly cluster_type: {
    readonly name: 'envoy.clusters.dns';
    readonly typed_config: {
      readonly '@type': 'type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster';
      /** Each address of the name is a pod. */
      readonly all_addresses_in_single_endpoint: false;
      readonly dns_refresh_rate: `${typeof gatewayDnsRefreshSeconds}s`;
      /** A name that has no address is asked for as often as one that has: it is a model that sleeps. */
      readonly dns_failure_refresh_rate: {
        readonly base_interval: '2s';
        readonly max_interval: `${typeof gatewayDnsRefreshSeconds}s`;
      };
      /** Spreads the questions of many clusters. */
      readonly dns_jitter: '2s';
      readonly dns_lookup_family: 'ALL';
    };
  };
  readonly lb_policy: 'LEAST_REQUEST' | 'MAGLEV';
  /** Only of `MAGLEV`: Envoy's own size takes half a megabyte for each cluster. */
  readonly maglev_lb_config?: { readonly table_size: 2039 };
  readonly connect_timeout: '2s';
  /** A pod that is not ready any more is gone from the names, whatever its health. */
  readonly ignore_health_on_host_removal: true;
  readonly common_lb_config: {
    /** No pod that is not healthy gets a request, not even when all are. */
    readonly healthy_panic_threshold: { readonly value: 0 };
    /** A change of health counts at once: Envoy would collect the changes of a second, for clusters of many pods. */
    readonly update_merge_window: '0s';
  };
  readonly load_assignment: {
    /** That of the cluster. */
    readonly cluster_name: string;
    readonly endpoints: readonly [
      {
        readonly lb_endpoints: readonly [
          {
            readonly endpoint: {
              readonly address: { readonly socket_address: { readonly address: string; readonly port_value: number } };
            };
          },
        ];
      },
    ];
  };
  readonly health_checks: readonly [
    {
      readonly timeout: '2s';
      readonly interval: '5s';
      /** Until a pod is healthy: a model is used soon after it is ready. */
      readonly no_traffic_interval: '5s';
      /** Of a cluster that no request has reached yet: a thousand of them are asked this often. */
      readonly no_traffic_healthy_interval: '30s';
      /** A status of 503, which a loading engine answers, counts at once. */
      readonly unhealthy_threshold: 2;
      readonly healthy_threshold: 1;
      readonly http_health_check: { readonly path: string };
    },
  ];
  readonly circuit_breakers: {
    readonly thresholds: readonly [
      {
        readonly max_connections: number;
        readonly max_requests: number;
        readonly max_pending_requests: number;
        /** As many as requests: all of a pod that ends are asked again. */
        readonly max_retries: number;
      },
    ];
  };
  readonly typed_extension_protocol_options: {
    readonly 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
      readonly '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
      /** Shorter than the five seconds after which llama-server closes an idle connection. */
      readonly common_http_protocol_options: { readonly idle_timeout: '3s' };
      readonly explicit_http_config: { readonly http_protocol_options: { readonly allow_chunked_length: false } };
    };
  };
}
