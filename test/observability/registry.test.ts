/** The registry of metrics: each source has what its program has, and nothing else can be named. */
import { expect, test } from '@jest/globals';
import { llamaServerMetrics } from '../../lib/engines/llama-server/build';
import { envoyBootstrap, gatewayPaths, gatewayPorts } from '../../lib';
import { metricOf, type MetricName, metrics, metricSources, resetByScrape } from '../../lib/observability';
import { policyMetrics } from '../../services/gateway-policy/src/metrics/policy-metrics';

test('a metric has one source', () => {
  const names = Object.values(metricSources).flatMap((source) => Object.keys(source));
  expect([...new Set(names)]).toEqual(names);
  expect(Object.keys(metrics).sort()).toEqual([...names].sort());
});

test('names of llama-server are those of the build, without the gauges that a scrape resets', () => {
  const names = [...Object.keys(metricSources['llama-server']), ...Object.keys(resetByScrape)];
  expect(names.sort()).toEqual([...llamaServerMetrics].sort());
  // @ts-expect-error the build has no metric of this name
  const misspelt: MetricName = 'llamacpp:requests_defered';
  // @ts-expect-error a scrape resets it
  const reset: MetricName = 'llamacpp:prompt_tokens_seconds';
  expect([metricOf(misspelt), metricOf(reset)]).toEqual([undefined, undefined]);
});

test('names, types and labels of the policy are those that it writes', () => {
  const { registry: _registry, ...written } = policyMetrics();
  const own = Object.values(written).map(({ name, kind, labels }) => [name, { type: kind, labels }]);
  const listed = Object.entries(metricSources['gateway-policy']).map(([name, { type, labels }]) => [
    name,
    { type, labels },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(own));
});

test('Envoy keeps every statistic that the registry names', () => {
  const bootstrap = envoyBootstrap({
    ports: gatewayPorts,
    files: gatewayPaths,
    trustedHops: 0,
    maxBody: 1,
    maxConnections: 1,
    maxHeap: 1,
  });
  const { patterns } = (
    bootstrap as {
      readonly stats_config: {
        readonly stats_matcher: {
          readonly inclusion_list: {
            readonly patterns: readonly {
              readonly prefix?: string;
              readonly safe_regex?: { readonly regex: string };
            }[];
          };
        };
      };
    }
  ).stats_config.stats_matcher.inclusion_list;
  /** As Envoy names it before it writes it for Prometheus. */
  const statistic = (name: string): string =>
    name
      .replace(/^envoy_cluster_upstream_rq_xx$/, 'cluster.any.upstream_rq_5xx')
      .replace(/^envoy_cluster_(?:circuit_breakers_default_)?/, 'cluster.any.')
      .replace(/^envoy_http_/, 'http.clients.')
      .replace(/^envoy_listener_/, 'listener.any.')
      .replace(/^envoy_server_/, 'server.');
  const isKept = (name: string): boolean =>
    patterns.some(({ prefix, safe_regex }) =>
      prefix === undefined
        ? new RegExp(`^(?:${safe_regex?.regex ?? ''})$`).test(statistic(name))
        : statistic(name).startsWith(prefix),
    );
  expect(Object.keys(metricSources.envoy).filter((name) => !isKept(name))).toEqual([]);
});

test('series of a histogram belong to it, and it has no series of its own', () => {
  expect(['_bucket', '_sum', '_count', ''].map((end) => metricOf(`envoy_cluster_upstream_rq_time${end}`))).toEqual([
    'envoy_cluster_upstream_rq_time',
    'envoy_cluster_upstream_rq_time',
    'envoy_cluster_upstream_rq_time',
    undefined,
  ]);
  expect(['up', 'up_bucket', 'toString', 'nothing_count'].map(metricOf)).toEqual([
    'up',
    undefined,
    undefined,
    undefined,
  ]);
});
