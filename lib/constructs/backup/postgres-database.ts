/** A database that is copied or restored: where it is, and who asks it. */
import { type Image, images, postgresPort } from '../../catalog';
import { type Bytes, bytesQuantity } from '../../core';
import type { Flow, PodPeer } from '../../kubernetes/draw';
import type { PostgresConnection, ProgramRun } from '../../programs';
import type { SecretKey } from '../../workload';
import { secretVolume } from '../secret-volume';
import type { MountedVolume } from '../weights/weights-job';
import type { DatabaseClient } from './backup-pod';

export interface PostgresDatabaseProps {
  /** Name of the server: `chat-db.apps.svc`. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** Its pods, which policies open; their own policy must let this Job in. */
  readonly peer: PodPeer;
  readonly database: string;
  readonly user: string;
  /** Secret with the password of the user. */
  readonly password: SecretKey;
  /** Room for the dump. */
  readonly size: Bytes;
  /** As new as the server, or newer. @default - PostgreSQL of the pinned version */
  readonly postgresImage?: Image;
}

const passwordFolder = '/etc/postgres-password';
/** Folder of the dump, in a volume that restic and the client share. */
export const dumpMount = '/dump';
export const dumpEntry = 'database';

export const dumpVolume = ({ size }: PostgresDatabaseProps): MountedVolume => ({
  volume: { name: 'dump', emptyDir: { sizeLimit: bytesQuantity(size) } },
  path: dumpMount,
});

/** What connects to the database, and when. */
export function databaseClient(
  props: PostgresDatabaseProps,
  when: DatabaseClient['when'],
  runOf: (inputs: PostgresConnection & { readonly folder: string }) => ProgramRun,
): DatabaseClient {
  const { host, port = postgresPort, database, user, password, postgresImage = images.postgres } = props;
  const passwordFile = `${passwordFolder}/${password.key}`;
  return {
    when,
    container: 'postgres',
    image: postgresImage,
    run: runOf({ host, port, database, user, passwordFile, folder: `${dumpMount}/${dumpEntry}` }),
    volumes: [
      dumpVolume(props),
      { volume: secretVolume({ name: 'postgres-password', secret: password }), path: passwordFolder, readOnly: true },
    ],
  };
}

/** The way to the database, beside that to the object store. */
export const databaseFlow = ({ peer, port = postgresPort }: PostgresDatabaseProps): Flow => ({ peer, port });
