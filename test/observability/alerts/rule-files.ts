/** The rules of an environment as files that Prometheus and promtool read: one for each namespace and workload. */
import type { Alerts } from '../../../lib/environment/monitoring';
import { asPrometheusGroup, ruleGroups } from '../../../lib/observability';
import type { Plan } from '../../../lib/plan';

/** JSON is YAML as well. Without fields that are undefined. */
export const ruleFiles = (
  { plan, alerts }: { readonly plan: Plan; readonly alerts: Alerts },
  divisor = 1,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ruleGroups(plan, alerts, divisor).map((group) => [
      `${group.name}.json`,
      JSON.stringify({ groups: [asPrometheusGroup(group, alerts)] }, null, 1),
    ]),
  );
