/** Alerts of the backup: copies that are too old, and a check that has not found them whole. */
import type { BackupJobPlan } from '../../plan';
import { promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import type { AlertScope } from './scope';

/** The CronJob has not ended well for too long, or never since it was made. */
function tooOld(
  scope: AlertScope,
  { namespace, name: cronjob, tooOld: { value, because } }: BackupJobPlan,
  { name, summary }: Pick<Alert, 'name' | 'summary'>,
): Alert {
  const of = { namespace, cronjob };
  const ended = series('kube_cronjob_status_last_successful_time', of);
  const age = `${Math.round(scope.time(value))}`;
  return {
    name,
    severity: 'ticket',
    expression: promql`(time() - ${ended} > ${age}) or (time() - ${series('kube_cronjob_created', of)} > ${age} unless ${ended})`,
    summary,
    because,
    labels: { cronjob },
  };
}

/** The backup, where the environment has one. */
export function backupGroup(scope: AlertScope): RuleGroup | undefined {
  const { backup } = scope.plan;
  if (backup === undefined) return undefined;
  const { sources, check } = backup;
  return {
    name: 'corral-backup',
    object: sharedRules,
    namespace: check.namespace,
    records: [],
    alerts: [
      ...sources.map((source) =>
        tooOld(scope, source, {
          name: 'BackupTooOld',
          summary: `The newest copy of the ${source.sourceName} is too old: {{ $labels.cronjob }} has not ended well for {{ $value | humanizeDuration }}.`,
        }),
      ),
      tooOld(scope, check, {
        name: 'BackupNotChecked',
        summary: 'No check has found the copies whole for {{ $value | humanizeDuration }}.',
      }),
    ],
  };
}
