/** The chart of the alerts: an object for each workload, and one for the rest of each namespace. */
import { expect, test } from '@jest/globals';
import { alertNames, runbookName } from '../../lib/observability';
import { titles } from '../constructs/support/drawn';
import { watched } from '../observability/alerts/fixture';
import { chartOf, charts } from './support';

const drawn = chartOf(charts(watched), 'alerts');
const rulesOf = (manifests = drawn) =>
  manifests.flatMap(({ spec }) => (spec as Rules).groups.flatMap(({ rules }) => rules));

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  }[];
}

test('objects lie beside their series, with the label that Prometheus selects', () => {
  expect(titles(drawn)).toEqual([
    'PrometheusRule llm-gateway/alerts',
    'PrometheusRule llm-serving/alerts',
    'PrometheusRule llm-serving/alerts-fixed',
    'PrometheusRule llm-serving/alerts-fleet',
    'PrometheusRule llm-serving/alerts-night',
    'PrometheusRule llm-serving/alerts-smol',
    'PrometheusRule model-store/alerts',
  ]);
  for (const { metadata } of drawn) expect(metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
});

test('an alert names its page, where the environment says that it is', () => {
  const own = { ...watched, monitoring: { ...watched.monitoring, alerts: { runbooks: 'https://wiki.example/llm/' } } };
  const pages = rulesOf(chartOf(charts(own), 'alerts')).flatMap(
    ({ annotations = {} }) => annotations['runbook_url'] ?? [],
  );
  expect([...new Set(pages)].sort()).toEqual(
    alertNames.map((name) => `https://wiki.example/llm/${runbookName(name)}.md`).sort(),
  );
  expect(rulesOf().find(({ alert }) => alert === 'GatewayDown')?.annotations?.['runbook_url']).toBe(
    'docs/runbooks/gateway-down.md',
  );
});

test('an alert names the dashboard that shows it, at the Grafana of the environment', () => {
  const own = {
    ...watched,
    monitoring: { ...watched.monitoring, dashboards: { grafana: 'https://grafana.example.org/' } },
  };
  const all = charts(own);
  const alerts = rulesOf(chartOf(all, 'alerts')).filter(({ alert }) => alert !== undefined);
  const addresses = new Set(
    chartOf(all, 'dashboards').flatMap(({ data = {} }) =>
      Object.values(data as Readonly<Record<string, string>>).map(
        (text) => `https://grafana.example.org/d/${(JSON.parse(text) as { uid: string }).uid}`,
      ),
    ),
  );
  expect(alerts.filter(({ annotations }) => !addresses.has(annotations?.['dashboard_url'] ?? ''))).toEqual([]);
  const shown = (name: string) => alerts.find(({ alert }) => alert === name)?.annotations?.['dashboard_url'];
  expect(shown('GpuSaturated') ?? shown('GpuMemoryHigh')).toBe('https://grafana.example.org/d/corral-watched-gpus');
  expect(shown('ModelErrors')).toBe('https://grafana.example.org/d/corral-watched-gateway');
});

test('without the address of Grafana an alert names no dashboard', () => {
  expect(rulesOf().filter(({ annotations }) => annotations?.['dashboard_url'] !== undefined)).toEqual([]);
});

test('without alerts there is no chart', () => {
  const { alerts: _alerts, ...monitoring } = watched.monitoring;
  expect(charts({ ...watched, monitoring }).map(({ name }) => name)).not.toContain('alerts');
});
