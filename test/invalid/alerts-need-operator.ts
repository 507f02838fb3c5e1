/** Alerts without the operator that reads them. */
import { changed } from './base';

export const inputs = [changed([['monitoring'], { scrape: { by: 'annotations' }, alerts: {} }])];

export const report = `test.monitoring.alerts: alerts are PrometheusRules, which the Prometheus operator reads, and this cluster scrapes by annotations.
  fix: scrape: { by: 'prometheus-operator', labels } · leave out alerts
  [AlertsNeedOperator]`;
