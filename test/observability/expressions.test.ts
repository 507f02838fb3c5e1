/** Expressions of PromQL: their text, and what does not compile. */
import { expect, test } from '@jest/globals';
import { minutes, seconds } from '../../lib/core/duration';
import {
  aggregate,
  increase,
  over,
  promDuration,
  promql,
  quantile,
  rate,
  rateOf,
  series,
  seriesIn,
} from '../../lib/observability';

test('a series by its labels', () => {
  expect(series('up').promql).toBe('up');
  expect(series('up', { namespace: 'llm', model: ['a', 'b.c'], job: undefined }).promql).toBe(
    'up{namespace="llm",model=~"a|b\\\\.c"}',
  );
  expect(series('kube_pod_status_phase', { phase: { not: 'Running' }, pod: { matches: 'qwen-.*' } }).promql).toBe(
    'kube_pod_status_phase{phase!="Running",pod=~"qwen-.*"}',
  );
  expect(series('up', { job: { not: ['a', 'b'] }, pod: 'a"b\\c' }).promql).toBe('up{job!~"a|b",pod="a\\"b\\\\c"}');
});

test('growth and values over a window', () => {
  expect(rate('llamacpp:prompt_tokens_total', minutes(5)).promql).toBe('rate(llamacpp:prompt_tokens_total[5m])');
  expect(increase('corral_gateway_requests_total', minutes(60), { code: { matches: '5..' } }).promql).toBe(
    'increase(corral_gateway_requests_total{code=~"5.."}[1h])',
  );
  expect(over('max', 'llamacpp:requests_deferred', minutes(2)).promql).toBe(
    'max_over_time(llamacpp:requests_deferred[2m])',
  );
  expect(over('changes', 'up', seconds(90)).promql).toBe('changes(up[90s])');
});

test('times are written in the largest whole unit', () => {
  expect([0.5, 1, 90, 120, 5400, 7200, 86_400 * 3].map((time) => promDuration(seconds(time)))).toEqual([
    '500ms',
    '1s',
    '90s',
    '2m',
    '90m',
    '2h',
    '3d',
  ]);
});

test('histograms', () => {
  expect(rateOf('envoy_cluster_upstream_rq_time', { bucket: '2500' }, minutes(5), { namespace: 'gw' }).promql).toBe(
    'rate(envoy_cluster_upstream_rq_time_bucket{namespace="gw",le="2500"}[5m])',
  );
  expect(rateOf('envoy_cluster_upstream_rq_time', 'count', minutes(5)).promql).toBe(
    'rate(envoy_cluster_upstream_rq_time_count[5m])',
  );
  expect(quantile(0.95, 'envoy_cluster_upstream_rq_time', ['envoy_cluster_name'], minutes(5)).promql).toBe(
    'histogram_quantile(0.95, sum by (le, envoy_cluster_name) (rate(envoy_cluster_upstream_rq_time_bucket[5m])))',
  );
});

test('expressions of parts', () => {
  const errors = aggregate('sum', ['model'], rate('corral_gateway_requests_total', minutes(5), { code: '503' }));
  expect(
    promql`
      ${errors}
        / ${aggregate('sum', [], series('up'))} > ${0.5}
    `.promql,
  ).toBe('sum by (model) (rate(corral_gateway_requests_total{code="503"}[5m])) / sum(up) > 0.5');
});

test('what the registry does not have does not compile', () => {
  // @ts-expect-error no source has this metric
  expect(series('llamacpp:kv_cache_usage_ratio').promql).toBe('llamacpp:kv_cache_usage_ratio');
  // @ts-expect-error a gauge does not grow
  expect(rate('llamacpp:requests_deferred', minutes(5)).promql).toContain('rate');
  // @ts-expect-error the metric has no such label
  expect(series('up', { phase: 'Running' }).promql).toContain('phase');
  // @ts-expect-error a histogram has no series of its own
  expect(series('envoy_cluster_upstream_rq_time').promql).toBe('envoy_cluster_upstream_rq_time');
  // @ts-expect-error a counter is no gauge
  expect(over('max', 'corral_gateway_requests_total', minutes(5)).promql).toContain('max_over_time');
});

test('names of series in the text of an expression', () => {
  const text = `
    sum by (model, track) (rate(llamacpp:prompt_tokens_total{pod=~"a|up",job!="}"}[5m:30s] offset 5m))
      / on (model) group_left (node) kube_pod_info{x="y"} > bool 1e3 and 0x1F < 5.5e-3
    or histogram_quantile(0.95, sum(rate(a_bucket[1h])) by (le)) unless -Inf == NaN`;
  expect(seriesIn(text)).toEqual(['llamacpp:prompt_tokens_total', 'kube_pod_info', 'a_bucket']);
});
