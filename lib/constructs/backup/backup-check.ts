/** Checks the repository of backups: restores a part of each source, reads a part of the repository, removes old copies. */
import { Construct } from 'constructs';
import { bytes, type Bytes, gib } from '../../core';
import { backupCheck } from '../../programs';
import { repositoryInputs, scheduledBackup } from './backup-pod';
import type { ScheduledBackupProps } from './props';

export interface BackupCheckProps extends ScheduledBackupProps {
  /** Names of the sources. */
  readonly sources: readonly [string, ...string[]];
  /** Copies of each source that stay: the last of so many days, weeks and months. */
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
  /** Part of the repository that is read, in percent. @default 5 */
  readonly readPercent?: number;
  /** Bytes of each source that are restored, in whole files, one at least. @default - 1 GiB */
  readonly restore?: Bytes;
}

/** A CronJob named like the construct, with its programs, identity and a policy. */
export class BackupCheck extends Construct {
  constructor(scope: Construct, id: string, props: BackupCheckProps) {
    super(scope, id);
    const { repository, sources, keep, readPercent = 5, restore = gib(1) } = props;
    scheduledBackup(this, props, {
      owner: { component: 'backup', instance: id },
      container: 'backup-check',
      run: backupCheck.run({
        ...repositoryInputs(repository),
        sources,
        keep,
        readPercent,
        restore: bytes(restore),
      }),
    });
  }
}
