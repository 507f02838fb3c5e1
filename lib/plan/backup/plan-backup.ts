/** The backup of an environment, computed: when each source is copied, and from which age on a copy is too old. */
import {
  bytes,
  type Bytes,
  ceilSeconds,
  days,
  derived,
  type Derived,
  type Duration,
  durationText,
  hours,
  inGib,
  seconds,
} from '../../core';
import { type Backup, type BackupSource, type Environment, sourceName } from '../../environment';
import { type Weekday, weekdays } from '../../workload';
import { storeNamespace } from '../names';
import { roomOf } from '../databases';
import { backupNames } from './names';

/** A CronJob of a backup. */
export interface BackupJobPlan {
  /** Name of the CronJob. */
  readonly name: string;
  readonly namespace: string;
  /** In cron's words, in UTC. */
  readonly schedule: string;
  /** Time after which a run is given up. */
  readonly deadline: Derived<Duration>;
  /** Time since the last run that ended well from which on something is wrong. */
  readonly tooOld: Derived<Duration>;
}

/** The plan of a backup. */
export interface BackupPlan {
  /** Address of the repository: `s3:https://s3.example.org/bucket/production`. */
  readonly repository: string;
  /** One for each source, in the order of the environment. */
  readonly sources: readonly (BackupJobPlan & { readonly source: BackupSource; readonly sourceName: string })[];
  readonly check: BackupJobPlan;
}

/** Time between the starts of two sources: the first makes the repository. */
const apart = 10;

const minutesOf = (at: string): number => {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return 60 * hour + minute;
};

/** Every so many hours, at the minutes of a time of the day. */
function everySo({ everyHours, at }: Backup['schedule'], index: number): string {
  const start = (minutesOf(at) + apart * index) % (24 * 60);
  const first = Math.floor(start / 60) % everyHours;
  const all = Array.from({ length: 24 / everyHours }, (_, i) => first + i * everyHours);
  return `${start % 60} ${all.length === 24 ? '*' : all.join(',')} * * *`;
}

/** Days as cron counts them: 0 is Sunday. */
const weekly = (day: Weekday, at: string): string =>
  `${minutesOf(at) % 60} ${Math.floor(minutesOf(at) / 60)} * * ${(weekdays.indexOf(day) + 1) % weekdays.length}`;

/** Slowest upload that is still waited for, in bytes per second. */
const slowestCopy = 10e6;

/** Time for a copy of so many bytes, at least two hours. */
function deadlineOf(size: Bytes, what: string): Derived<Duration> {
  const needed = seconds(3600 + size / slowestCopy);
  return needed <= hours(2)
    ? derived(hours(2), `the least that a run has: ${inGib(size).toFixed(1)} GiB of ${what} need less`)
    : derived(
        ceilSeconds(needed),
        `${inGib(size).toFixed(1)} GiB of ${what} at ${slowestCopy / 1e6} MB/s (the slowest expected), plus 1 h`,
      );
}

/** @param stored bytes of all files that the store has for this environment */
export function planBackup(environment: Environment, backup: Backup, stored: Bytes): BackupPlan {
  const { to, schedule, check, sources } = backup;
  const namespace = storeNamespace(environment);
  const interval = hours(schedule.everyHours);
  const copied = (source: BackupSource): Bytes =>
    source.kind === 'database' ? roomOf(environment, source) : source.blobs === 'all' ? stored : bytes(0);
  return {
    repository: `s3:${to.endpoint.replace(/\/+$/, '')}/${to.bucket}/${to.prefix}`,
    sources: sources.map((source, index) => {
      const name = sourceName(source);
      const deadline = deadlineOf(copied(source), name);
      return {
        source,
        sourceName: name,
        name: backupNames.of(name),
        namespace,
        schedule: everySo(schedule, index),
        deadline,
        tooOld: derived(
          seconds(1.5 * interval + deadline.value),
          `one and a half of ${durationText(interval)} between two runs, plus ${durationText(deadline.value)} for a run`,
        ),
      };
    }),
    check: {
      name: backupNames.check,
      namespace,
      schedule: weekly(check.day, check.at),
      deadline: derived(hours(24), 'a part of the repository is read'),
      tooOld: derived(days(9), 'a week between two runs, a day for a run and a day more'),
    },
  };
}
