import { expect, test } from '@jest/globals';
import { Registry } from '../../../../services/gateway-policy/src/metrics/registry';

test('counters and gauges are written as Prometheus reads them', () => {
  const registry = new Registry();
  const requests = registry.counter('requests_total', 'Requests.', ['client', 'code']);
  const pods = registry.gauge('pods', 'Pods.');
  registry.onCollect(() => pods.set({}, 3));
  requests.add({ client: 'team-a', code: '200' });
  requests.add({ client: 'team-a', code: '200' }, 2);
  requests.add({ client: 'a"b\\c\nd', code: '0' });
  expect(registry.text()).toBe(
    [
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{client="team-a",code="200"} 3',
      'requests_total{client="a\\"b\\\\c\\nd",code="0"} 1',
      '# HELP pods Pods.',
      '# TYPE pods gauge',
      'pods 3',
      '',
    ].join('\n'),
  );
});

test('a histogram counts values by upper bounds', () => {
  const registry = new Registry();
  const times = registry.histogram('first_token_seconds', 'Times.', ['model'], [0.5, 1, 30]);
  for (const value of [0.5, 0.6, 2, 31]) times.observe({ model: 'qwen' }, value);
  expect(registry.text()).toBe(
    [
      '# HELP first_token_seconds Times.',
      '# TYPE first_token_seconds histogram',
      'first_token_seconds_bucket{model="qwen",le="0.5"} 1',
      'first_token_seconds_bucket{model="qwen",le="1.0"} 2',
      'first_token_seconds_bucket{model="qwen",le="30.0"} 3',
      'first_token_seconds_bucket{model="qwen",le="+Inf"} 4',
      'first_token_seconds_sum{model="qwen"} 34.1',
      'first_token_seconds_count{model="qwen"} 4',
      '',
    ].join('\n'),
  );
});

test('a histogram with unbounded labels fills no memory', () => {
  const registry = new Registry();
  const times = registry.histogram('times', 'Times.', ['model'], [1]);
  for (let model = 0; model < 6000; model += 1) times.observe({ model: String(model) }, 2);
  expect(registry.text().split('\n').length).toBeLessThan(20_100);
});

test('a label with unbounded values fills no memory', () => {
  const registry = new Registry();
  const requests = registry.counter('requests_total', 'Requests.', ['client']);
  for (let client = 0; client < 20_100; client += 1) requests.add({ client: String(client) });
  expect(registry.text().split('\n')).toHaveLength(20_003);
  requests.add({ client: '1' });
  expect(requests.value({ client: '1' })).toBe(2);
});
