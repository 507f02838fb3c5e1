/** Restores a database from a copy: restic fetches the dump, a client restores all of it in one transaction. */
import { Construct } from 'constructs';
import { nameByContent, object, objectLabels } from '../../kubernetes/draw';
import { dumpRestore, postgresRestore } from '../../programs';
import { backupJobSpec, deadlineAnnotations, repositoryInputs } from './backup-pod';
import { databaseClient, dumpEntry, dumpMount, dumpVolume, type PostgresDatabaseProps } from './postgres-database';
import type { BackupJobProps } from './props';

export interface PostgresRestoreProps
  extends Omit<BackupJobProps, 'addresses' | 'pods' | 'dns'>, PostgresDatabaseProps {
  /** Name of the `PostgresBackup` whose identity and policy it has. */
  readonly backup: string;
  /** Name of the source in the repository. @default - the name of the database */
  readonly source?: string;
  /** Id of the copy. @default - the newest */
  readonly snapshot?: string;
}

/** A Job named after the construct and its content, with its programs. */
export class PostgresRestore extends Construct {
  constructor(scope: Construct, id: string, props: PostgresRestoreProps) {
    super(scope, id);
    const { namespace, repository, backup, database, source = database, snapshot } = props;
    const owner = { component: 'backup', instance: backup };
    const spec = backupJobSpec(this, props, {
      owner,
      container: 'dump-restore',
      run: dumpRestore.run({ ...repositoryInputs(repository), source, snapshot, folder: `${dumpMount}/${dumpEntry}` }),
      volumes: [dumpVolume(props)],
      client: databaseClient(props, 'after', postgresRestore.run),
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
