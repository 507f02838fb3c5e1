/** The gateway and its clients: requests, errors, time to the first token, limits, keys. */
import type { Plan } from '../../plan';
import { aggregate, promql, quantile, rate, series } from '../expressions/expression';
import type { DashboardInput } from './dashboard';
import { graph, value } from './panel';

const window = '$__rate_interval';

export function gateway({ environment, gateway: planned }: Plan): DashboardInput | undefined {
  if (planned === undefined) return undefined;
  const namespace = environment.cluster.namespaces.gateway;
  const own = { namespace } as const;
  const ofClient = { namespace, client: { matches: '$client' }, model: { matches: '$model' } } as const;
  const requests = aggregate('sum', ['model'], rate('corral_gateway_requests_total', window, ofClient));
  const errors = aggregate(
    'sum',
    ['model'],
    rate('corral_gateway_requests_total', window, { ...ofClient, code: { matches: '5..' } }),
  );
  const limits = ['client', 'limit'] as const;
  return {
    name: 'gateway',
    title: 'gateway and clients',
    description: 'Who asks what, how it is answered, and how much of the limits is used.',
    choices: [
      { name: 'client', label: 'Client', query: `label_values(${series('corral_gateway_limit', own).promql}, client)` },
      {
        name: 'model',
        label: 'Model',
        query: `label_values(${series('corral_gateway_requests_total', own).promql}, model)`,
      },
    ],
    rows: [
      {
        title: 'Requests',
        panels: [
          graph('Requests', 'reqps', 'Finished requests of each model.', [{ of: requests, legend: '{{model}}' }]),
          graph(
            'Errors',
            'percentunit',
            'Part of the requests that a server did not answer. A model that sleeps answers so while it starts.',
            [{ of: promql`(${errors} or ${requests} * 0) / (${requests} > 0)`, legend: '{{model}}' }],
            { max: 1, limits: { warning: 0.01, fault: 0.05 } },
          ),
          graph('Time to the first token', 's', '95 of 100 streamed answers begin within this time.', [
            {
              of: quantile(0.95, 'corral_gateway_first_token_seconds', ['model'], window, {
                namespace,
                model: { matches: '$model' },
              }),
              legend: '{{model}}',
            },
          ]),
        ],
      },
      {
        title: 'Clients',
        panels: [
          graph('Requests of each client', 'reqps', 'Finished requests.', [
            {
              of: aggregate('sum', ['client'], rate('corral_gateway_requests_total', window, ofClient)),
              legend: '{{client}}',
            },
          ]),
          graph('Tokens of each client', 'short', 'Per second, as engines report them.', [
            {
              of: aggregate('sum', ['client', 'direction'], rate('corral_gateway_tokens_total', window, ofClient)),
              legend: '{{client}} {{direction}}',
            },
          ]),
          graph(
            'Limits in use',
            'percentunit',
            'At 1, further requests get the status 429.',
            [
              {
                of: promql`${aggregate('max', limits, series('corral_gateway_limit_used', own))} / (${aggregate('max', limits, series('corral_gateway_limit', own))} > 0)`,
                legend: '{{client}} {{limit}}',
              },
            ],
            { limits: { warning: 0.9, fault: 1 } },
          ),
          graph('Refused requests', 'reqps', 'By the reason that the policy gives.', [
            {
              of: aggregate('sum', ['reason'], rate('corral_gateway_refused_total', window, own)),
              legend: '{{reason}}',
            },
          ]),
          graph('Requests in progress', 'short', 'Admitted and not finished, by client.', [
            { of: aggregate('sum', ['client'], series('corral_gateway_in_flight', own)), legend: '{{client}}' },
          ]),
          graph('Keys that expire', 's', 'Time that is left of each key with an end.', [
            {
              of: aggregate('min', ['client', 'key'], series('corral_gateway_key_expiry_seconds', own)),
              legend: '{{client}} {{key}}',
            },
          ]),
        ],
      },
      {
        title: 'Pods of the gateway',
        panels: [
          value(
            'Pods that see each other',
            'short',
            'Peers of each pod that answer. Fewer than the others: limits are divided more strictly.',
            aggregate('min', [], series('corral_gateway_peers', { ...own, state: 'live' })),
          ),
          value(
            'Days until a certificate expires',
            'short',
            'Of the gateway itself, where it holds TLS.',
            aggregate('min', [], series('envoy_server_days_until_first_cert_expiring', own)),
          ),
          graph(
            'Requests that found no pod',
            'reqps',
            'The model sleeps, loads, or is away. It is the demand that wakes a model.',
            [
              {
                of: aggregate(
                  'sum',
                  ['envoy_cluster_name'],
                  rate('envoy_cluster_upstream_cx_none_healthy', window, own),
                ),
                legend: '{{envoy_cluster_name}}',
              },
            ],
          ),
          graph('Pods that may get requests', 'short', 'By workload.', [
            {
              of: aggregate('min', ['envoy_cluster_name'], series('envoy_cluster_membership_healthy', own)),
              legend: '{{envoy_cluster_name}}',
            },
          ]),
          graph('Connections of clients', 'short', 'Open connections.', [
            {
              of: aggregate('sum', ['pod'], series('envoy_http_downstream_cx_active', own)),
              legend: '{{pod}}',
            },
          ]),
          graph('Memory of Envoy', 'bytes', 'Bytes that it allocated.', [
            { of: series('envoy_server_memory_allocated', own), legend: '{{pod}}' },
          ]),
        ],
      },
    ],
  };
}
