/** The backup: a CronJob for each source, and one that checks the copies. */
import type { App } from 'cdk8s';
import { BackupCheck, type BackupRepository, PostgresBackup, StoreBackup } from '../constructs';
import { type Backup, backupRoute } from '../environment';
import { dumped } from './databases';
import { addressesOf, podsOf } from '../kubernetes/draw';
import { type BackupPlan, type Plan, sharedNames, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

/** The repository of an environment. @throws RangeError where it has no backup */
export function repositoryOf({ environment: { name, backup }, backup: planned }: Plan): BackupRepository {
  if (backup === undefined || planned === undefined) throw new RangeError(`${name} has no backup`);
  const { region, credentials, caBundle } = backup.to;
  return { address: planned.repository, region, host: name, password: backup.password, credentials, caBundle };
}

export class BackupChart extends PlatformChart {
  constructor(app: App, plan: Plan, programs: ProgramsChart, backup: Backup, planned: BackupPlan) {
    super(app, 'backup', 'workloads', plan.environment.objects);
    const { environment, support } = plan;
    const route = backupRoute(backup.to);
    const common = (name: string) => {
      const { namespace, wants, scheduling, additions, image } = supportPlan(support, name);
      return {
        namespace,
        programs,
        repository: repositoryOf(plan),
        wants,
        scheduling,
        additions,
        image,
        addresses: addressesOf(route, environment.cluster.families),
        pods: podsOf(route),
        dns: environment.cluster.dns,
      };
    };
    planned.sources.forEach(({ name, schedule, deadline, source, sourceName }, index) => {
      const given = { ...common(name), schedule, deadline, source: sourceName, makesRepository: index === 0 };
      if (source.kind === 'store')
        new StoreBackup(this, name, { ...given, claimName: sharedNames.store, blobs: source.blobs });
      else new PostgresBackup(this, name, { ...given, ...dumped(environment, source) });
    });
    const { name, schedule, deadline } = planned.check;
    const [first = '', ...others] = planned.sources.map(({ sourceName }) => sourceName);
    new BackupCheck(this, name, {
      ...common(name),
      schedule,
      deadline,
      sources: [first, ...others],
      keep: backup.keep,
      readPercent: backup.check.readPercent,
      restore: backup.check.restore,
    });
  }
}
