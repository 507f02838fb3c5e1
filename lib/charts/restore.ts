/** A restore: a Job of its own, which an environment has only after a restore was asked for. */
import type { App } from 'cdk8s';
import { PostgresRestore, StoreRestore } from '../constructs';
import { type BackupPlan, backupNames, type Plan, sharedNames, supportPlan } from '../plan';
import { repositoryOf } from './backup';
import { dumped } from './databases';
import { PlatformChart } from './platform-chart';

export class RestoreChart extends PlatformChart {
  /** @param snapshot id of the copy. Default: the newest */
  constructor(app: App, plan: Plan, source: BackupPlan['sources'][number], snapshot?: string) {
    super(app, backupNames.restoreOf(source.sourceName), 'workloads', plan.environment.objects);
    const { deadline, sourceName, name, source: from } = source;
    const { namespace, wants, scheduling, additions, image } = supportPlan(plan.support, this.node.id);
    const props = {
      namespace,
      repository: repositoryOf(plan),
      backup: name,
      source: sourceName,
      snapshot,
      deadline,
      wants,
      scheduling,
      additions,
      image,
    };
    if (from.kind === 'store') new StoreRestore(this, this.node.id, { ...props, claimName: sharedNames.store });
    else new PostgresRestore(this, this.node.id, { ...props, ...dumped(plan.environment, from) });
  }
}
