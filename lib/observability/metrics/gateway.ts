/** Metrics of a gateway: those of Envoy that its configuration keeps, and those of its policy. */
import { counter, gauge, histogram } from './metric';

/** A cluster is a workload, or one pod of a fleet whose pods have different models. */
const cluster = 'envoy_cluster_name';

export const envoyMetrics = {
  envoy_cluster_membership_healthy: gauge('Pods of a cluster that may get requests.', cluster),
  envoy_cluster_membership_total: gauge('Pods of a cluster.', cluster),
  envoy_cluster_upstream_cx_active: gauge('Open connections to pods.', cluster),
  envoy_cluster_upstream_cx_connect_fail: counter('Connections to pods that failed.', cluster),
  envoy_cluster_upstream_cx_none_healthy: counter('Requests that found no pod.', cluster),
  envoy_cluster_upstream_rq_active: gauge('Requests in progress.', cluster),
  envoy_cluster_upstream_rq_pending_active: gauge('Requests that wait for a connection.', cluster),
  envoy_cluster_upstream_rq_pending_overflow: counter('Requests refused because too many wait.', cluster),
  envoy_cluster_upstream_rq_completed: counter('Requests that got an answer.', cluster),
  envoy_cluster_upstream_rq_total: counter('Requests sent to pods, retries too.', cluster),
  envoy_cluster_upstream_rq_retry: counter('Retries.', cluster),
  envoy_cluster_upstream_rq_retry_success: counter('Retries that succeeded.', cluster),
  envoy_cluster_upstream_rq_timeout: counter('Requests that were given up.', cluster),
  envoy_cluster_upstream_rq_time: histogram('Milliseconds until the answer is whole.', cluster),
  envoy_cluster_upstream_rq_xx: counter(
    'Answers of pods by the first digit of their status.',
    cluster,
    'envoy_response_code_class',
  ),
  envoy_http_downstream_cx_active: gauge('Open connections of clients.', 'envoy_http_conn_manager_prefix'),
  envoy_http_downstream_rq_active: gauge('Requests of clients in progress.', 'envoy_http_conn_manager_prefix'),
  envoy_http_downstream_rq_total: counter('Requests of clients.', 'envoy_http_conn_manager_prefix'),
  envoy_http_downstream_rq_xx: counter(
    'Answers to clients by the first digit of their status.',
    'envoy_http_conn_manager_prefix',
    'envoy_response_code_class',
  ),
  envoy_listener_downstream_cx_active: gauge('Open connections of a listener.', 'envoy_listener_address'),
  envoy_listener_downstream_cx_overflow: counter('Connections that a listener refused.', 'envoy_listener_address'),
  envoy_server_live: gauge('1: Envoy serves.'),
  envoy_server_uptime: gauge('Seconds since Envoy started.'),
  envoy_server_memory_allocated: gauge('Bytes that Envoy uses.'),
  envoy_server_days_until_first_cert_expiring: gauge('Days until the first certificate of Envoy expires.'),
} as const;

/** Metrics of the policy. `code`: the status; 0 where the client went before an answer began. */
export const policyMetrics = {
  corral_gateway_requests_total: counter('Finished requests.', 'client', 'model', 'code'),
  corral_gateway_first_token_seconds: histogram(
    'Seconds from the end of a request to the first token of its stream, the wait for a slot included.',
    'model',
  ),
  corral_gateway_refused_total: counter('Requests that the policy refused.', 'reason'),
  corral_gateway_tokens_total: counter('Tokens, as engines report them.', 'client', 'model', 'direction'),
  corral_gateway_unreported_total: counter(
    'Finished requests of which no engine reported tokens: their charge stays.',
    'client',
    'model',
  ),
  corral_gateway_access_lines_total: counter('Lines read from the access log.', 'result'),
  corral_gateway_freed_total: counter('Requests whose slot was freed without a line of the access log.'),
  corral_gateway_in_flight: gauge('Requests that this pod has admitted and that are not finished.', 'client'),
  corral_gateway_limit_used: gauge('What a client uses of a limit, of all pods.', 'client', 'limit'),
  corral_gateway_limit: gauge('Limits of clients.', 'client', 'limit'),
  corral_gateway_key_expiry_seconds: gauge('Seconds until a key expires.', 'client', 'key'),
  corral_gateway_config_loaded: gauge('1: the newest content of a file is in use.', 'file'),
  corral_gateway_config_reloads_total: counter('Changes of files.', 'file', 'result'),
  corral_gateway_peers: gauge('Other pods of the gateway.', 'state'),
} as const;
