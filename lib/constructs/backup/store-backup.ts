/** Copies the store of weights into the repository of backups. It reads the store only. */
import { Construct } from 'constructs';
import { backup, storeMount } from '../../programs';
import { repositoryInputs, scheduledBackup } from './backup-pod';
import type { ScheduledBackupProps } from './props';

export interface StoreBackupProps extends ScheduledBackupProps {
  /** The store's claim, mounted read-only. */
  readonly claimName: string;
  /** Name of the source in the repository. @default 'store' */
  readonly source?: string;
  /**
   * Files of models that are copied. `none`: those below 1 MiB, which are manifests, settings and texts; `all`: the
   * weights as well.
   */
  readonly blobs: 'none' | 'all';
  /** Whether it makes the repository where there is none: one source does. @default true */
  readonly makesRepository?: boolean;
}

/** Folders of the store that are copied. What is being downloaded, and what notes that a file was hashed, is not. */
const entries = ['blobs', 'gguf', 'manifests', 'revisions'] as const;

/** A CronJob named like the construct, with its programs, identity and a policy. */
export class StoreBackup extends Construct {
  constructor(scope: Construct, id: string, props: StoreBackupProps) {
    super(scope, id);
    const { repository, claimName, source = 'store', blobs, makesRepository = true } = props;
    scheduledBackup(this, props, {
      owner: { component: 'backup', instance: id },
      container: 'backup',
      run: backup.run({
        ...repositoryInputs(repository),
        source,
        makesRepository,
        root: storeMount,
        entries,
        needed: 'blobs',
        lock: 'lock',
        ...(blobs === 'none' ? { upTo: '1M' } : {}),
      }),
      // Read-only in the mount: the kubelet would give the files of a claim that is read-only as a whole to root.
      volumes: [{ volume: { name: 'store', persistentVolumeClaim: { claimName } }, path: storeMount, readOnly: true }],
    });
  }
}
