/** Where Envoy listens: for clients, and for probes and scrapes. */
import { gatewayHeaders } from '../headers';
import { accessLog } from './access-log';
import { checks } from './checks';
import { duration, extension, type Part, socket } from './parts';
import { localReplies } from './replies';
import { routes } from './routes';
import { envoyClusters, type EnvoySettings, envoyTimes } from './settings';
import { transportSocket } from './tls';
import { usageFilter } from './usage-filter';

const router = extension('envoy.filters.http.router', 'extensions.filters.http.router.v3.Router', {
  suppress_envoy_headers: true,
});

const connectionManager = (fields: Part): Part =>
  extension(
    'envoy.filters.network.http_connection_manager',
    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      normalize_path: true,
      merge_slashes: true,
      path_with_escaped_slashes_action: 'REJECT_REQUEST',
      generate_request_id: true,
      ...fields,
    },
  );

/** Headers of ours, and those by which Envoy itself would be steered, are nothing that a client may send. */
const foreignHeaders = extension(
  'envoy.http.early_header_mutation.header_mutation',
  'extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
  {
    mutations: [gatewayHeaders.client.replace(/client$/, ''), 'x-envoy-'].map((prefix) => ({
      remove_on_match: { key_matcher: { prefix } },
    })),
  },
);

/** Where a listener is that takes connections from outside of the pod. */
const everyAddress = ({ address = '0.0.0.0', takesBoth = false }: EnvoySettings, port: number): Part =>
  takesBoth ? { socket_address: { address, port_value: port, ipv4_compat: true } } : socket(address, port);

function clients(settings: EnvoySettings): Part {
  const { ports, tls, trustedHops, maxBody, times = envoyTimes } = settings;
  return {
    name: 'clients',
    address: everyAddress(settings, ports.http),
    // What has come before the key is checked must be less than half of a body: Envoy would not read on after it.
    per_connection_buffer_limit_bytes: Math.min(32_768, Math.floor(maxBody / 16)),
    filter_chains: [
      {
        ...(tls === undefined
          ? {}
          : { transport_socket: transportSocket(tls), transport_socket_connect_timeout: '10s' }),
        filters: [
          connectionManager({
            stat_prefix: 'clients',
            server_name: 'corral',
            use_remote_address: true,
            xff_num_trusted_hops: trustedHops,
            early_header_mutation_extensions: [foreignHeaders],
            max_request_headers_kb: 32,
            request_headers_timeout: duration(times.headers),
            request_timeout: duration(times.upload),
            stream_idle_timeout: duration(times.idle),
            common_http_protocol_options: {
              idle_timeout: duration(times.idle),
              max_headers_count: 64,
              headers_with_underscores_action: 'REJECT_REQUEST',
            },
            http2_protocol_options: {
              max_concurrent_streams: 100,
              initial_stream_window_size: 65_536,
              initial_connection_window_size: 1_048_576,
            },
            access_log: [accessLog(settings)],
            local_reply_config: localReplies(settings),
            http_filters: [...checks(settings), usageFilter, router],
            route_config: routes(settings),
          }),
        ],
      },
    ],
  };
}

/** One path, and where it leads. */
const exposed = (path: string, cluster: string, to: string): Part => ({
  match: { path },
  route: { cluster, prefix_rewrite: to, timeout: '10s' },
});

/** It answers while the gateway takes no requests of clients, and shows nothing else of the administration. */
const metrics = (settings: EnvoySettings): Part => ({
  name: 'metrics',
  address: everyAddress(settings, settings.ports.metrics),
  ignore_global_conn_limit: true,
  bypass_overload_manager: true,
  filter_chains: [
    {
      filters: [
        connectionManager({
          stat_prefix: 'metrics',
          request_headers_timeout: '5s',
          http_filters: [router],
          route_config: {
            name: 'metrics',
            virtual_hosts: [
              {
                name: 'metrics',
                domains: ['*'],
                routes: [
                  exposed('/ready', envoyClusters.admin, '/ready'),
                  exposed('/stats/prometheus', envoyClusters.admin, '/stats/prometheus?usedonly'),
                  exposed('/policy/metrics', envoyClusters.policy, '/metrics'),
                ],
              },
            ],
          },
        }),
      ],
    },
  ],
});

export const listeners = (settings: EnvoySettings): readonly Part[] => [clients(settings), metrics(settings)];
