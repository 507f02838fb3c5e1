/** A restore: a Job of its own, which an environment has only after a restore was asked for. */
import type { App } from 'cdk8s';
import { StoreRestore } from '../constructs';
import { type BackupPlan, backupNames, type Plan, sharedNames, supportPlan } from '../plan';
import { repositoryOf } from './backup';
import { PlatformChart } from './platform-chart';

export class RestoreChart extends PlatformChart {
  /** @param snapshot id of the copy. Default: the newest */
  constructor(app: App, plan: Plan, { deadline, sourceName, name }: BackupPlan['sources'][number], snapshot?: string) {
    super(app, backupNames.restoreOf(sourceName), 'workloads', plan.environment.objects);
    const { namespace, wants, scheduling, additions, image } = supportPlan(plan.support, this.node.id);
    new StoreRestore(this, this.node.id, {
      namespace,
      repository: repositoryOf(plan),
      claimName: sharedNames.store,
      backup: name,
      source: sourceName,
      snapshot,
      deadline,
      wants,
      scheduling,
      additions,
      image,
    });
  }
}
