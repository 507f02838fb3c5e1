/** The backup of an environment: what is copied, where to, how often, and how long copies are kept. Values only. */
import { type Bytes, slug } from '../../core';
import type { ConfigMapKey, SecretKey, TimeOfDay, Weekday } from '../../workload';
import type { Endpoint, ProxyPods } from '../cluster';

export const backupIntervals = [1, 2, 3, 4, 6, 8, 12, 24] as const;
/** Hours between two backups of a source: parts of a day, so that each day has the same times. */
export type BackupInterval = (typeof backupIntervals)[number];

export const storeCopies = ['none', 'all'] as const;
/**
 * Which files of models are copied. `none`: only what is small and what a registry may change, which is manifests,
 * settings and texts below 1 MiB, and the names. `all`: the weights as well, for models whose source may vanish.
 */
export type StoreCopies = (typeof storeCopies)[number];

/** What is copied. */
export type BackupSource =
  | {
      /** The store of weights. */
      readonly kind: 'store';
      /**
       * Which files of models are copied. `none`: only what is small and what a registry may change. `all`: the weights as
       * well, for models whose source may vanish.
       */
      readonly blobs: StoreCopies;
    }
  | {
      /** One database of `databases`, as a dump. */
      readonly kind: 'database';
      /** Key in `databases`. */
      readonly server: string;
      /** Name of the database on that server. */
      readonly database: string;
      /** Room for the dump, on the disk of a node. @default - the size of the volume */
      readonly room?: Bytes;
    };

/** Name of a source in the repository, and in the names of its objects. */
export const sourceName = (source: BackupSource): string =>
  source.kind === 'store' ? source.kind : slug(`${source.server}-${source.database}`);

/** An object store that speaks the protocol of S3. */
export interface BackupTarget {
  readonly kind: 's3';
  /** `https://s3.example.org` */
  readonly endpoint: string;
  /** Bucket, which must exist. */
  readonly bucket: string;
  /** Folder in the bucket: two environments never share one. @default - the name of the environment */
  readonly prefix: string;
  /** Region that requests are signed for. @default 'us-east-1' */
  readonly region: string;
  /**
   * Secret with the entries `access-key-id` and `secret-access-key`, in the namespace of the store. Keep another copy
   * outside of the cluster: without it no backup can be read.
   */
  readonly credentials: { readonly secretName: string };
  /**
   * Where backups may connect.
   * @default - from `endpoint`: the address itself, or any public address for a name, on its port
   */
  readonly endpoints?: readonly Endpoint[];
  /** Pods of this cluster that are the object store: then the backup is lost with the cluster. @default - none */
  readonly pods?: ProxyPods;
  /** Authorities that are trusted instead of the public ones: a ConfigMap in the namespace of the store. @default - none */
  readonly caBundle?: ConfigMapKey;
}

/** The same as an overlay writes it. */
export type BackupTargetInput = Pick<BackupTarget, 'kind' | 'endpoint' | 'bucket' | 'credentials'> &
  Partial<Pick<BackupTarget, 'prefix' | 'region' | 'endpoints' | 'pods' | 'caBundle'>>;

/** When sources are copied. */
export interface BackupSchedule {
  /** Hours between two copies of a source. @default 24 */
  readonly everyHours: BackupInterval;
  /** A time of the day at which one starts, in UTC. @default '01:37' */
  readonly at: TimeOfDay;
}

/** The weekly check: old copies are removed, the repository is checked, and a part of every source is restored. */
export interface BackupCheck {
  /** Day of the week. @default 'sun' */
  readonly day: Weekday;
  /** In UTC. @default '04:07' */
  readonly at: TimeOfDay;
  /** Part of the repository whose bytes are read and compared, in percent. @default 5 */
  readonly readPercent: number;
  /** Bytes of each source that are restored and compared; at least one file, whatever its size. @default gib(1) */
  readonly restore: Bytes;
}

/** How many copies of each source stay: the last of so many days, weeks and months. */
export interface BackupKeep {
  /** Days of which the last copy stays. @default 7 */
  readonly daily: number;
  /** Weeks of which the last copy stays. @default 4 */
  readonly weekly: number;
  /** Months of which the last copy stays. @default 6 */
  readonly monthly: number;
}

/** A backup as an overlay writes it. */
export interface BackupInput {
  /** The object store. */
  readonly to: BackupTargetInput;
  /**
   * Secret with the password of the repository, in the namespace of the store. Keep another copy outside of the
   * cluster: without it no backup can be read.
   */
  readonly password: SecretKey;
  /** Each source once. */
  readonly sources: readonly [BackupSource, ...BackupSource[]];
  /** When sources are copied. */
  readonly schedule?: Partial<BackupSchedule>;
  /** The weekly check: old copies are removed, the repository is checked, and a part of every source is restored. */
  readonly check?: Partial<BackupCheck>;
  /** How many copies of each source stay. */
  readonly keep?: Partial<BackupKeep>;
}

/** A backup, complete. */
export interface Backup {
  readonly to: BackupTarget;
  readonly password: SecretKey;
  readonly sources: readonly BackupSource[];
  readonly schedule: BackupSchedule;
  readonly check: BackupCheck;
  readonly keep: BackupKeep;
}
