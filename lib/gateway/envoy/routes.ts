/** Where requests go: the policy names the cluster, so that one route serves all models. */
import { gatewayHeaders } from '../headers';
import { unchecked } from './checks';
import { duration, type Part } from './parts';
import { envoyClusters, type EnvoySettings, envoyTimes } from './settings';

/**
 * How often Envoy chooses again while it meets a pod that it has asked already. It takes the less busy one of two random
 * pods, and a pod that is gone has no request: of two pods, six choices missed the other one in one of six retries.
 */
const choices = 100;

/**
 * Only while no byte of the answer has come: another pod is asked, since the one before is gone, or loads. Never on an
 * answer that has failed, which another pod would generate again.
 */
const retries: Part = {
  retry_on: 'connect-failure,refused-stream,reset-before-request,reset,retriable-status-codes',
  retriable_status_codes: [503],
  num_retries: 3,
  retry_back_off: { base_interval: '0.05s', max_interval: '1s' },
  retry_host_predicate: [
    {
      name: 'envoy.retry_host_predicates.previous_hosts',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
      },
    },
  ],
  host_selection_retry_max_attempts: choices,
};

/** Lists of models, which the policy answers. */
const lists: Part = {
  match: {
    prefix: '/',
    headers: [{ name: gatewayHeaders.cluster, string_match: { exact: envoyClusters.policy } }],
  },
  route: { cluster: envoyClusters.policy, prefix_rewrite: '/list/', timeout: '10s' },
  typed_per_filter_config: unchecked,
};

/** Requests to engines: no limit on how long an answer takes. */
const engines = ({ times = envoyTimes }: EnvoySettings): Part => ({
  match: { prefix: '/', headers: [{ name: gatewayHeaders.cluster, present_match: true }] },
  route: {
    cluster_header: gatewayHeaders.cluster,
    timeout: '0s',
    idle_timeout: duration(times.idle),
    retry_policy: retries,
    hash_policy: [{ header: { header_name: gatewayHeaders.hash } }],
  },
});

/** Without a route the checks would not run: a request has this one until the policy has named its cluster. */
const none: Part = {
  match: { prefix: '/' },
  direct_response: { status: 404, body: { inline_string: 'no such path' } },
};

export const routes = (settings: EnvoySettings): Part => ({
  name: 'clients',
  virtual_hosts: [
    {
      name: 'models',
      domains: ['*'],
      // A body is kept until the answer begins, for another pod.
      request_body_buffer_limit: settings.maxBody,
      routes: [lists, engines(settings), none],
    },
  ],
});
