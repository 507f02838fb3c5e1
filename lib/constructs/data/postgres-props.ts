/** What a PostgreSQL is given. */
import type { Image } from '../../catalog';
import type { Bytes } from '../../core';
import type { PodPeer } from '../../kubernetes/draw';
import type { ContainerWants, Scheduling, SecretKey } from '../../workload';
import type { WithAdditions } from '../added';
import type { Scraping } from '../observability/scraping';
import type { WithPrograms } from '../program-files';

/** Major versions, each with the folder that its image keeps data below: 18 moved it. */
export const postgresVersions = { 17: '/var/lib/postgresql/data', 18: '/var/lib/postgresql' } as const;
export type PostgresVersion = keyof typeof postgresVersions;

/** A database with its owner, a user that can log in to it. */
export interface PostgresDatabase {
  readonly owner: string;
  /** Secret with the password of the owner; External Secrets may fill it. A changed password is in force within a minute or two. */
  readonly password: SecretKey;
}

/** A container that shows the state of the server as metrics, on port 9187. Its user may read statistics, and no table. */
export interface PostgresExporter {
  /** How the metrics are scraped. */
  readonly scraping?: Scraping;
  /** Pods that scrape them. @default - none */
  readonly from?: PodPeer;
  /** @default - a twentieth of a core, 64 MiB of memory, 16 MiB of disk */
  readonly wants?: ContainerWants;
  /** @default - the exporter of the pinned version */
  readonly image?: Image;
}

export interface PostgresProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  /** Databases by name, at least one. */
  readonly databases: Readonly<Record<string, PostgresDatabase>>;
  /** Secret with the password of the superuser `postgres`, which is read at the first start only. */
  readonly superuser: SecretKey;
  /** The volume. Its claim has the major version in its name: another version never opens the files of this one. */
  readonly storage: {
    readonly size: Bytes;
    /** @default - the cluster's default class */ readonly storageClass?: string;
  };
  /** Pods that may connect. @default - none */
  readonly from?: readonly PodPeer[];
  /** Major version; the image must have it. @default 17 */
  readonly version?: PostgresVersion;
  /** @default 100 */
  readonly maxConnections?: number;
  /** @default - half a core, 1 GiB of memory, 256 MiB of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - a twentieth of a core, 64 MiB of memory, 16 MiB of disk */
  readonly usersWants?: ContainerWants;
  /** @default - PostgreSQL of the pinned version */
  readonly image?: Image;
  /**
   * Secret with `tls.crt` and `tls.key`. With one, connections from other pods are encrypted, and others are refused; a
   * renewed certificate is in force within a minute or two.
   * @default - none: connections are not encrypted
   */
  readonly tls?: { readonly secretName: string };
  /** Its metrics. @default - none */
  readonly exporter?: PostgresExporter;
}
