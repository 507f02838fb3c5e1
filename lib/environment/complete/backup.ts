/** A backup of an overlay → a backup with every default filled in. */
import { childPath, type Families, gib, own, type Path, suggest, usualFamilies } from '../../core';
import type { ServerWorkload } from '../../workload';
import { type Backup, type BackupInput, type BackupSource, type BackupTargetInput, sourceName } from '../backup';
import type { Cluster } from '../cluster';
import type { Database } from '../database';
import type { FaultList } from '../fault-codes';
import { blockedAddress } from './downloads';
import { checkBackupEndpoints } from './addresses';
import { checkFamiliesOf } from './families';
import { backupSchema } from '../schema/backup';
import { read } from '../schema/read';

/** What a backup is checked against. */
export interface BesideBackup {
  readonly environment: string;
  /** Absent where it is wrong. */
  readonly cluster?: Cluster;
  /** The workloads that are right. */
  readonly servers: readonly ServerWorkload[];
  /** The databases that are right. */
  readonly databases: readonly Database[];
  /** Keys of those that are wrong, which is reported. */
  readonly wrongDatabases: readonly string[];
  /** Whether the overlay has workloads that are wrong: then it is unknown whether there is a store. */
  readonly someWrong: boolean;
}

function checkTarget(faults: FaultList, to: BackupTargetInput, families: Families, place: Path): void {
  checkBackupEndpoints(faults, to.endpoints ?? [], place);
  checkFamiliesOf(faults, families, to.endpoints ?? [], childPath(place, 'endpoints'));
  if (to.pods !== undefined) return;
  const why = blockedAddress(to.endpoint, to.endpoints, families);
  if (why !== undefined)
    faults.add('BackupBlocked', childPath(place, 'endpoint'), `backups may not reach ${to.endpoint}: ${why}`, {
      fix: ['endpoints: [{ cidr, port }] of the object store', 'pods of the object store, with their port'],
    });
}

/** A store that is there, and ours. */
function checkStore(faults: FaultList, { cluster, servers, someWrong }: BesideBackup, place: Path): void {
  if (cluster?.weights.kind === 'existing')
    return faults.add('NothingToBackUp', place, `claim ${cluster.weights.claimName} is of others, who back it up`, {
      fix: 'leave this source out',
    });
  if (someWrong || servers.some(({ local }) => local.kind !== 'image')) return;
  faults.add('NothingToBackUp', place, 'there is no store: no model of this environment comes through one', {
    fix: 'leave this source out',
  });
}

/** A database that is there. */
function checkDatabase(
  faults: FaultList,
  { databases, wrongDatabases }: BesideBackup,
  { server, database }: Extract<BackupSource, { kind: 'database' }>,
  place: Path,
): void {
  if (wrongDatabases.includes(server)) return;
  const found = databases.find(({ key }) => key === server);
  const [field, name, all] =
    found === undefined
      ? (['server', server, databases.map(({ key }) => key)] as const)
      : (['database', database, Object.keys(found.databases)] as const);
  if (found !== undefined && own(found.databases, database) !== undefined) return;
  faults.add('NothingToBackUp', childPath(place, field), `there is no '${name}' in databases`, {
    'did you mean': suggest(name, all),
    allowed: all,
  });
}

const sourceText = (source: BackupSource): string =>
  source.kind === 'store' ? 'the store' : `database '${source.database}' of '${source.server}'`;

/** Two databases such as `a_b` and `a__b`: their copies would be one series, and their objects have one name. */
function checkNames(faults: FaultList, sources: BackupInput['sources'], place: Path): void {
  const taken = new Map<string, { readonly text: string; readonly at: Path }>();
  sources.forEach((source, i) => {
    const here = childPath(place, i);
    const [name, text] = [sourceName(source), sourceText(source)];
    const before = taken.get(name);
    if (before === undefined) taken.set(name, { text, at: here });
    else if (before.text === text)
      faults.add('BackupSourceTwice', here, `${text} is listed at ${before.at} already`, {
        fix: 'leave out one of the two',
      });
    else
      faults.add('NameCollision', here, `the copies of ${text} and of ${before.text} would both be called '${name}'`, {
        fix: 'another name for one of the two databases, or for the key of one of the two servers',
      });
  });
}

function checkSources(faults: FaultList, { sources }: BackupInput, beside: BesideBackup, place: Path): void {
  checkNames(faults, sources, place);
  sources.forEach((source, i) => {
    const here = childPath(place, i);
    if (source.kind === 'store') checkStore(faults, beside, here);
    else checkDatabase(faults, beside, source, here);
  });
}

/** The backup, complete; `undefined` when its shape is wrong, which is reported. */
export function readBackup(faults: FaultList, value: unknown, beside: BesideBackup, place: Path): Backup | undefined {
  const shape = read<BackupInput>(backupSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const { to, password, sources, schedule = {}, check = {}, keep = {} } = shape.value;
  checkTarget(faults, to, beside.cluster?.families ?? usualFamilies, childPath(place, 'to'));
  checkSources(faults, shape.value, beside, childPath(place, 'sources'));
  return {
    to: { ...to, prefix: to.prefix ?? beside.environment, region: to.region ?? 'us-east-1' },
    password,
    sources,
    schedule: { everyHours: schedule.everyHours ?? 24, at: schedule.at ?? '01:37' },
    check: {
      day: check.day ?? 'sun',
      at: check.at ?? '04:07',
      readPercent: check.readPercent ?? 5,
      restore: check.restore ?? gib(1),
    },
    keep: { daily: keep.daily ?? 7, weekly: keep.weekly ?? 4, monthly: keep.monthly ?? 6 },
  };
}
