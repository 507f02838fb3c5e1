/** All rules of an environment, and the form in which Prometheus reads them. */
import { seconds } from '../../core';
import type { Alerts } from '../../environment';
import { type Plan, storeNamespace } from '../../plan';
import { promDuration } from '../expressions/expression';
import { type Alert, type RuleGroup, runbookName } from './alert';
import { backupGroup } from './backup';
import { cacheGroup } from './caches';
import { certificateGroup } from './certificates';
import { dashboardOf } from './dashboards';
import { databaseGroup } from './databases';
import { workloadGroup } from './engines';
import { gatewayGroup } from './gateway';
import { modelGroup } from './models';
import { platformGroup } from './platform';
import { podGroup } from './pods';
import { type AlertScope, namespacesOf } from './scope';
import { storeGroup } from './store';

/** Where runbooks are, unless the environment names a place: in the repository of this package. */
const usualRunbooks = 'docs/runbooks';

/** A rule as a file of rules has it. */
export interface PrometheusRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A group as a file of rules has it. */
export interface PrometheusRuleGroup {
  readonly name: string;
  readonly rules: readonly PrometheusRule[];
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/**
 * The rules of an environment.
 *
 * @param divisor by which all durations are divided: tests make conditions true in seconds. Default: 1
 */
export function ruleGroups(plan: Plan, settings: Alerts, divisor = 1): readonly RuleGroup[] {
  const scope: AlertScope = { plan, settings, time: (duration) => seconds(duration / divisor) };
  const { gateway, serving } = namespacesOf(scope);
  const namespaces = new Set([
    serving,
    ...(plan.loaders.length === 0 && plan.backup === undefined ? [] : [storeNamespace(plan.environment)]),
    ...(plan.gateway === undefined ? [] : [gateway]),
  ]);
  const shownBy = dashboardOf(plan);
  return [
    gatewayGroup(scope),
    modelGroup(scope),
    storeGroup(scope),
    backupGroup(scope),
    databaseGroup(scope),
    cacheGroup(scope),
    certificateGroup(scope),
    platformGroup(scope),
    ...[...namespaces].map((namespace) => podGroup(scope, namespace)),
    ...plan.servers.map((server) => workloadGroup(scope, server)),
  ]
    .filter(isDefined)
    .map((group) => ({ ...group, alerts: group.alerts.map((each) => ({ ...each, dashboard: shownBy(each.name) })) }));
}

const alertRule = (alert: Alert, { runbooks = usualRunbooks }: Alerts): PrometheusRule => ({
  alert: alert.name,
  expr: alert.expression.promql,
  for: alert.for === undefined ? undefined : promDuration(alert.for),
  keep_firing_for: alert.keepFiring === undefined ? undefined : promDuration(alert.keepFiring),
  labels: { severity: alert.severity, ...alert.labels },
  annotations: {
    summary: alert.summary,
    ...(alert.because === undefined ? {} : { because: alert.because }),
    runbook_url: `${runbooks.replace(/\/$/, '')}/${runbookName(alert.name)}.md`,
    ...(alert.dashboard === undefined ? {} : { dashboard_url: alert.dashboard }),
  },
});

/** A group in the form of a file of rules. */
export const asPrometheusGroup = ({ name, records, alerts }: RuleGroup, settings: Alerts): PrometheusRuleGroup => ({
  name,
  rules: [...records, ...alerts.map((alert) => alertRule(alert, settings))],
});
