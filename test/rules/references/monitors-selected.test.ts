import { monitorsSelected } from '../../../lib/rules/references/monitors-selected';
import { add, cases, setPlan } from '../fixtures/verdict';

const v1 = { apiVersion: 'monitoring.coreos.com/v1' };
const labels = { release: 'stack' };
const asked = setPlan('environment.monitoring', { scrape: { by: 'prometheus-operator', labels, interval: 15 } });
const qwen = { matchLabels: { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'qwen' } };

const monitor = (spec: object = {}, own: object = labels) =>
  add('qwen', {
    ...v1,
    kind: 'PodMonitor',
    metadata: { name: 'qwen', namespace: 'llm-serving', labels: own },
    spec: { selector: qwen, podMetricsEndpoints: [{ port: 'http' }], ...spec },
  });
const rule = (rules: readonly object[], own: object = labels) =>
  add('qwen', {
    ...v1,
    kind: 'PrometheusRule',
    metadata: { name: 'alerts', namespace: 'llm-serving', labels: own },
    spec: { groups: [{ name: 'a', rules }] },
  });
const title = 'PodMonitor llm-serving/qwen';
const alerts = 'PrometheusRule llm-serving/alerts';

cases(monitorsSelected, {
  'a platform that asks for no monitoring': [[monitor({}, {})]],
  'annotations, which are no objects': [
    [setPlan('environment.monitoring', { scrape: { by: 'annotations' } }), monitor({}, {})],
  ],
  'a monitor with the label, of pods with the port': [[asked, monitor()]],
  'a monitor without the label': [
    [asked, monitor({}, {})],
    `${title} metadata.labels['release']: nothing, and Prometheus selects 'stack'; give it the label release: stack`,
  ],
  'a monitor with another value': [
    [asked, monitor({}, { release: 'other' })],
    `${title} metadata.labels['release']: 'other', and Prometheus selects 'stack'; give it the label release: stack`,
  ],
  'a monitor of Services is held to the same label': [
    [
      asked,
      add('qwen', { ...v1, kind: 'ServiceMonitor', metadata: { name: 'a', namespace: 'llm-serving' }, spec: {} }),
    ],
    `ServiceMonitor llm-serving/a metadata.labels['release']: nothing, and Prometheus selects 'stack'; give it the label release: stack`,
  ],
  'a monitor that selects no pod': [
    [asked, monitor({ selector: { matchLabels: { app: 'x' } } })],
    `${title} spec.selector: {"app":"x"} selects no pod of namespace llm-serving; select by the labels of a workload in the same namespace`,
  ],
  'a monitor of another namespace is not judged': [
    [asked, monitor({ selector: {}, namespaceSelector: { any: true }, podMetricsEndpoints: [{ port: 'x' }] })],
  ],
  'a port that no container has': [
    [asked, monitor({ podMetricsEndpoints: [{ port: 'http' }, { port: 'metrics' }] })],
    `${title} spec.podMetricsEndpoints[1].port: no container of a selected pod has a port with the name 'metrics'; name a port that the pods have`,
  ],
  'a rule with metrics that a source has, or that it records itself': [
    [
      asked,
      rule([
        { record: 'corral:up', expr: 'sum(up)' },
        { alert: 'A', expr: 'corral:up == 0 and rate(llamacpp:prompt_tokens_total[5m]) > 0' },
      ]),
    ],
  ],
  'a rule with a metric that no source has': [
    [asked, rule([{ alert: 'A', expr: 'llamacpp:kv_cache_usage_ratio > 0.9' }])],
    `${alerts} spec.groups[0].rules[0].expr: no source has the metric 'llamacpp:kv_cache_usage_ratio', and no rule records it; name a metric of docs/reference/metrics.md`,
  ],
  'rules have labels of their own, where the environment states them': [
    [
      asked,
      setPlan('environment.monitoring.alerts', { labels: { rules: 'stack' } }),
      rule([{ alert: 'A', expr: 'up' }]),
    ],
    `${alerts} metadata.labels['rules']: nothing, and Prometheus selects 'stack'; give it the label rules: stack`,
  ],
});
