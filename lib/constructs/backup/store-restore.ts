/** Restores the files of the store from a copy, each after its digest was compared, as a loader does. */
import { Construct } from 'constructs';
import { nameByContent, object, objectLabels } from '../../kubernetes/draw';
import { storeMount, storeRestore } from '../../programs';
import { backupJobSpec, deadlineAnnotations, repositoryInputs } from './backup-pod';
import type { BackupJobProps } from './props';

export interface StoreRestoreProps extends Omit<BackupJobProps, 'addresses' | 'pods' | 'dns'> {
  /** The store's claim, mounted read-write. */
  readonly claimName: string;
  /** Name of the `StoreBackup` whose identity and policy it has. */
  readonly backup: string;
  /** Name of the source in the repository. @default 'store' */
  readonly source?: string;
  /** Id of the copy. @default - the newest */
  readonly snapshot?: string;
}

/** A Job named after the construct and its content, with its programs. */
export class StoreRestore extends Construct {
  constructor(scope: Construct, id: string, props: StoreRestoreProps) {
    super(scope, id);
    const { namespace, repository, claimName, backup, source = 'store', snapshot } = props;
    const owner = { component: 'backup', instance: backup };
    const spec = backupJobSpec(this, props, {
      owner,
      container: 'store-restore',
      run: storeRestore.run({ ...repositoryInputs(repository), source, snapshot }),
      volumes: [{ volume: { name: 'store', persistentVolumeClaim: { claimName } }, path: storeMount }],
    });
    object(this, 'job', 'Job', {
      metadata: {
        name: nameByContent(id, spec),
        namespace,
        labels: objectLabels(owner),
        annotations: deadlineAnnotations(props),
      },
      spec,
    });
  }
}
