/** What every Job of a backup is given: the repository, the Secrets that open it, and the way there. */
import type { Image } from '../../catalog';
import type { Derived, Duration } from '../../core';
import type { AddressPeer, DnsPeer, Flow } from '../../kubernetes/draw';
import type { ConfigMapKey, ContainerWants, Scheduling, SecretKey } from '../../workload';
import type { WithAdditions } from '../added';
import type { WithPrograms } from '../program-files';

/** A repository of restic in an object store. */
export interface BackupRepository {
  /** `s3:https://s3.example.org/bucket/production` */
  readonly address: string;
  /** Region that requests are signed for. @default 'us-east-1' */
  readonly region?: string;
  /** Name under which copies are kept: that of the environment. */
  readonly host: string;
  /** Secret with the password of the repository. */
  readonly password: SecretKey;
  /** Secret with the entries `access-key-id` and `secret-access-key` of the object store. */
  readonly credentials: { readonly secretName: string };
  /** ConfigMap with the authorities that are trusted, in PEM. @default - those of the image */
  readonly caBundle?: ConfigMapKey;
}

/** A prop of every Job of a backup. */
export interface BackupJobProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  readonly repository: BackupRepository;
  /** Time after which a run is given up. @default - a day */
  readonly deadline?: Derived<Duration>;
  /** @default - a quarter of a core, 1 GiB of memory, 2 GiB of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - restic of the pinned version */
  readonly image?: Image;
  /** Addresses of the object store. @default - any public address, port 443 */
  readonly addresses?: readonly AddressPeer[];
  /** Pods of the object store. @default - none */
  readonly pods?: readonly Flow[];
  /** Name resolution. @default - kube-dns in `kube-system`, and NodeLocal DNSCache */
  readonly dns?: DnsPeer;
}

/** The same for a Job that runs again and again. */
export interface ScheduledBackupProps extends BackupJobProps {
  /** When it runs, in cron's words, in UTC. */
  readonly schedule: string;
}
