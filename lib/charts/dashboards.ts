/** Dashboards of Grafana, where the environment asks for them, and the series that only they need. */
import type { App } from 'cdk8s';
import { AlertRules, DashboardConfig } from '../constructs';
import type { Dashboards } from '../environment';
import { costRecords, dashboards } from '../observability';
import type { Plan } from '../plan';
import { PlatformChart } from './platform-chart';

export class DashboardsChart extends PlatformChart {
  constructor(app: App, plan: Plan, { folder, labels }: Dashboards) {
    const { environment } = plan;
    super(app, 'dashboards', 'workloads', environment.objects);
    const namespace = environment.cluster.namespaces.serving;
    for (const [name, dashboard] of dashboards(plan))
      new DashboardConfig(this, `dashboard-${name}`, { namespace, dashboard, folder, labels });
    const { scrape, alerts } = environment.monitoring ?? {};
    const rules = costRecords(plan);
    if (scrape?.by === 'prometheus-operator' && rules.length > 0)
      new AlertRules(this, 'cost', {
        namespace,
        labels: alerts?.labels ?? scrape.labels,
        groups: [{ name: 'cost', rules }],
      });
  }
}
