/** Copies a database into the repository of backups: a client of its own version dumps it, restic copies the dump. */
import { Construct } from 'constructs';
import { backup, postgresDump } from '../../programs';
import { repositoryInputs, scheduledBackup } from './backup-pod';
import {
  databaseClient,
  databaseFlow,
  dumpEntry,
  dumpMount,
  dumpVolume,
  type PostgresDatabaseProps,
} from './postgres-database';
import type { ScheduledBackupProps } from './props';

export interface PostgresBackupProps extends ScheduledBackupProps, PostgresDatabaseProps {
  /** Name of the source in the repository. @default - the name of the database */
  readonly source?: string;
  /** Whether it makes the repository where there is none: one source does. @default false */
  readonly makesRepository?: boolean;
}

/** A CronJob named like the construct, with its programs, identity and a policy. */
export class PostgresBackup extends Construct {
  constructor(scope: Construct, id: string, props: PostgresBackupProps) {
    super(scope, id);
    const { repository, database, source = database, makesRepository = false, pods = [] } = props;
    scheduledBackup(
      this,
      { ...props, pods: [...pods, databaseFlow(props)] },
      {
        owner: { component: 'backup', instance: id },
        container: 'backup',
        run: backup.run({
          ...repositoryInputs(repository),
          source,
          makesRepository,
          root: dumpMount,
          entries: [dumpEntry],
          needed: dumpEntry,
        }),
        volumes: [dumpVolume(props)],
        client: databaseClient(props, 'before', postgresDump.run),
      },
    );
  }
}
