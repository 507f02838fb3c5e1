/** The page of metrics: those that alerts, dashboards and autoscalers may name, by their source. */
import { type Metric, metricSources, resetByScrape, type MetricSource } from '../../lib/internal';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

const sources: Readonly<Record<MetricSource, string>> = {
  'llama-server': 'llama-server of the pinned build, port 8080, path `/metrics`.',
  'ollama-exporter': 'The exporter beside each Ollama.',
  'postgres-exporter': 'The exporter beside each PostgreSQL.',
  envoy:
    'Envoy of the gateway, path `/stats/prometheus` of its metrics port: the statistics that its configuration keeps.',
  'gateway-policy': 'The policy of the gateway, path `/policy/metrics` of the same port.',
  'weights-server': 'nginx of the weights servers, path `/metrics`.',
  'kube-state-metrics': 'kube-state-metrics 2.16 to 2.20, which the cluster provides.',
  kubelet: 'The kubelet and its cAdvisor, which the cluster provides.',
  'amd-metrics-exporter': "AMD's Device Metrics Exporter without a prefix of names, which the cluster provides.",
  'dcgm-exporter': "NVIDIA's DCGM exporter with its default counters, which the cluster provides.",
  'cert-manager': 'cert-manager, where it issues the certificate of the gateway.',
  prometheus: 'Prometheus itself.',
  records: 'Recording rules that Corral renders with the dashboards and the alerts.',
};

const metricsOf: Readonly<Record<MetricSource, Readonly<Record<string, Metric>>>> = metricSources;

const isSource = (name: string): name is MetricSource => Object.hasOwn(sources, name);

export const metricsPage = (): string =>
  page(
    'Metrics',
    'Every metric that alerts, dashboards and autoscalers of Corral name, by its source. A name that is not here does not compile.',
    ...Object.entries(metricsOf).flatMap(([source, metrics]) => [
      `## ${source}`,
      isSource(source) ? sources[source] : '',
      markdownTable(
        ['metric', 'type', 'labels', 'meaning'],
        Object.entries(metrics).map(([name, { type, labels, means }]) => [
          `\`${name}\``,
          type,
          labels.map((label) => `\`${label}\``).join(', '),
          means,
        ]),
      ),
    ]),
    '## Not used',
    'These gauges of llama-server are averages since the last scrape, and each scrape resets them: two scrapers make them wrong. The growth of the tokens divided by that of the seconds is the same, over any window.',
    markdownTable(
      ['gauge', 'counters: tokens, seconds'],
      Object.entries(resetByScrape).map(([name, counters]) => [
        `\`${name}\``,
        counters.map((each) => `\`${each}\``).join(', '),
      ]),
    ),
  );
