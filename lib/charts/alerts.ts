/** Alerts, where the environment asks for them: an object for each workload, and one for the rest of each namespace. */
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import { AlertRules } from '../constructs';
import type { Alerts } from '../environment';
import { asPrometheusGroup, ruleGroups } from '../observability';
import type { Plan } from '../plan';
import { PlatformChart } from './platform-chart';

export class AlertsChart extends PlatformChart {
  constructor(app: App, plan: Plan, alerts: Alerts) {
    super(app, 'alerts', 'workloads', plan.environment.objects);
    const groups = ruleGroups(plan, alerts);
    // An object beside its series: an operator that limits rules to their own namespace changes nothing.
    for (const namespace of new Set(groups.map((group) => group.namespace))) {
      const scope = new Construct(this, namespace);
      const here = groups.filter((group) => group.namespace === namespace);
      for (const object of new Set(here.map((group) => group.object)))
        new AlertRules(scope, object, {
          namespace,
          labels: alerts.labels,
          groups: here.filter((group) => group.object === object).map((group) => asPrometheusGroup(group, alerts)),
        });
    }
  }
}
