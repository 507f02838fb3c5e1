/** The backup of a plan: what is copied when, where to, and from which age on a copy is too old. */
import type { Plan } from '../../lib';
import { durationText } from '../../lib/internal';
import { table, type Layout } from '../command';
import { section } from './text';

type Source = NonNullable<Plan['backup']>['sources'][number]['source'];

function copied(source: Source): string {
  if (source.kind === 'database') return `a dump of ${source.database}`;
  return source.blobs === 'all' ? 'names, manifests and weights' : 'names and manifests';
}

/** Only where the environment has a backup. */
export function backupText({ environment, backup: planned }: Plan, layout: Layout): string {
  const { backup } = environment;
  if (backup === undefined || planned === undefined) return '';
  const { daily, weekly, monthly } = backup.keep;
  const rows = [
    ...planned.sources.map((each) => [
      each.name,
      copied(each.source),
      each.schedule,
      durationText(each.deadline.value),
      durationText(each.tooOld.value),
    ]),
    [
      planned.check.name,
      `restores a part, reads ${backup.check.readPercent} %, keeps ${daily} days, ${weekly} weeks, ${monthly} months`,
      planned.check.schedule,
      durationText(planned.check.deadline.value),
      durationText(planned.check.tooOld.value),
    ],
  ];
  return section(
    `Backup to ${planned.repository}`,
    table(['CronJob', 'what it does', 'in UTC', 'ends within', 'too old after'], rows, layout),
    layout,
  );
}

/** What `--json` prints of it. */
export const backupSummary = ({ backup }: Plan) => (backup === undefined ? {} : { backup });
