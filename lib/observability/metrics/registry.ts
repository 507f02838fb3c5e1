/** Every metric that rules, dashboards and autoscalers may name, by its source. */
import { clusterMetrics } from './cluster';
import { envoyMetrics, policyMetrics } from './gateway';
import { amdMetrics } from './gpus-amd';
import { llamaServerMetrics } from './llama-server';
import type { Metric, TargetLabel } from './metric';
import { dcgmMetrics, kubeletMetrics } from './nodes';
import { ollamaMetrics } from './ollama';
import { postgresMetrics } from './postgres';
import { certManagerMetrics, prometheusMetrics } from './prometheus';
import { recordedMetrics } from './records';
import { weightsServerMetrics } from './weights-server';

/** Metrics by their source. */
export const metricSources = {
  'llama-server': llamaServerMetrics,
  'ollama-exporter': ollamaMetrics,
  envoy: envoyMetrics,
  'gateway-policy': policyMetrics,
  'weights-server': weightsServerMetrics,
  'postgres-exporter': postgresMetrics,
  'kube-state-metrics': clusterMetrics,
  kubelet: kubeletMetrics,
  'dcgm-exporter': dcgmMetrics,
  'amd-metrics-exporter': amdMetrics,
  'cert-manager': certManagerMetrics,
  prometheus: prometheusMetrics,
  records: recordedMetrics,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Metric>>>>;
export type MetricSource = keyof typeof metricSources;

/** Every metric by its name. */
export const metrics = {
  ...llamaServerMetrics,
  ...ollamaMetrics,
  ...envoyMetrics,
  ...policyMetrics,
  ...weightsServerMetrics,
  ...postgresMetrics,
  ...clusterMetrics,
  ...kubeletMetrics,
  ...dcgmMetrics,
  ...amdMetrics,
  ...certManagerMetrics,
  ...prometheusMetrics,
  ...recordedMetrics,
} as const satisfies Readonly<Record<string, Metric>>;

type Metrics = typeof metrics;

/** The name of a metric: one that no source has does not compile. */
export type MetricName = keyof Metrics;

type OfType<Type extends Metric['type']> = {
  [Name in MetricName]: Metrics[Name]['type'] extends Type ? Name : never;
}[MetricName];
export type CounterName = OfType<'counter'>;
export type GaugeName = OfType<'gauge'>;
export type HistogramName = OfType<'histogram'>;

/** Labels of the series of a metric. */
export type LabelOf<Name extends MetricName> = Metrics[Name]['labels'][number] | TargetLabel;

const endings = ['_bucket', '_sum', '_count'] as const;

/** The metric of a series by its name; `undefined` where the registry has none. A histogram has series, and is none. */
export function metricOf(series: string): MetricName | undefined {
  const known: Readonly<Record<string, Metric>> = metrics;
  const own = Object.hasOwn(known, series) ? known[series] : undefined;
  if (own !== undefined) return own.type === 'histogram' ? undefined : (series as MetricName);
  const ending = endings.find((each) => series.endsWith(each));
  if (ending === undefined) return undefined;
  const base = series.slice(0, -ending.length);
  return Object.hasOwn(known, base) && known[base]?.type === 'histogram' ? (base as MetricName) : undefined;
}
