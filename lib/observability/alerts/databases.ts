/** Alerts of databases: servers that do not answer, and connections that come to an end. */
import { minutes } from '../../core';
import type { Database } from '../../environment';
import { aggregate, type Expression, promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { type AlertScope, namespacesOf, percentText, ratioText } from './scope';

/** A new pod of a database is there after a minute or two; what lasts for longer needs a person. */
const restart = minutes(5);
const mostConnections = 0.85;

/** The exporter is in the pod of the server: where there is no pod, only Kubernetes reports that. */
function away(scope: AlertScope, workload: string): Expression {
  const namespace = namespacesOf(scope).serving;
  const answers = aggregate('max', ['namespace'], series('pg_up', { namespace, workload }));
  const ready = aggregate(
    'max',
    ['namespace'],
    series('kube_statefulset_status_replicas_ready', { namespace, statefulset: workload }),
  );
  return promql`${answers} == 0 or ${ready} == 0`;
}

function alertsOf(scope: AlertScope, { key, name: workload }: Database): readonly Alert[] {
  const of = { namespace: namespacesOf(scope).serving, workload };
  const used = aggregate('sum', ['namespace'], series('pg_stat_activity_count', of));
  const most = aggregate('max', ['namespace'], series('pg_settings_max_connections', of));
  return [
    {
      name: 'DatabaseDown',
      severity: 'page',
      expression: away(scope, workload),
      for: scope.time(restart),
      summary: `The database ${key} does not answer: applications that need it fail.`,
      labels: { workload },
    },
    {
      name: 'DatabaseConnectionsHigh',
      severity: 'ticket',
      expression: promql`${used} / ${most} > ${ratioText(mostConnections)}`,
      for: scope.time(minutes(10)),
      summary: `The database ${key} has {{ $value | humanizePercentage }} of its connections in use.`,
      because: `above ${percentText(mostConnections)} few connections are left, some of which the server keeps for its superuser`,
      labels: { workload },
    },
  ];
}

/** The databases, where the environment has some. */
export function databaseGroup(scope: AlertScope): RuleGroup | undefined {
  const { databases } = scope.plan.environment;
  if (databases.length === 0) return undefined;
  return {
    name: 'corral-databases',
    object: sharedRules,
    namespace: namespacesOf(scope).serving,
    records: [],
    alerts: databases.flatMap((database) => alertsOf(scope, database)),
  };
}
