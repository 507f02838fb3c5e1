/** What is seen of a platform: the registry of metrics, expressions that name only what it has, and dashboards. */
export { dashboards } from './dashboards/all';
export { costRecords, type RecordingRule } from './records/cost';
export type { GrafanaDashboard } from './dashboards/grafana';
export {
  aggregate,
  type Expression,
  increase,
  over,
  promDuration,
  promql,
  quantile,
  rate,
  rateOf,
  series,
} from './expressions/expression';
export { type Demanded, type DemandExpressions, demandOf } from './scaling/demand';
export { seriesIn } from './expressions/names';
export { type Metric, targetLabels } from './metrics/metric';
export { resetByScrape } from './metrics/llama-server';
export { metricOf, type MetricName, metrics, type MetricSource, metricSources } from './metrics/registry';
export { type AlertName, alertMeanings, alertNames, runbookName } from './alerts/alert';
export { asPrometheusGroup, ruleGroups } from './alerts/groups';
