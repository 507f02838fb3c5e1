/** The databases of an environment: servers for applications beside the models. Values only. */
import type { Bytes } from '../core';
import type { PodAdditions, Priority } from '../workload';
import type { Peer } from './cluster';
import type { GatewayTls, secretStoreKinds } from './gateway';

/** A major version that the catalogue has an image of. */
export type DatabaseVersion = 17;
export const databaseVersions = [17] as const satisfies readonly DatabaseVersion[];

/** Where the passwords come from: the entry `postgres` is that of the superuser, each other that of the owner of its name. */
export type DatabasePasswords =
  | {
      /** A Secret that exists, in the namespace of the engines; for a backup also in that of the store. */
      readonly secretName: string;
    }
  | {
      /** An ExternalSecret that is filled from the path of a store: each property is one password. */
      readonly from: 'external-secrets';
      readonly store: { readonly kind: (typeof secretStoreKinds)[number]; readonly name: string };
      /** Where the store has the passwords: `corral/chat-db`. */
      readonly path: string;
    };

/** A PostgreSQL as an overlay writes it: one pod with a volume, in the namespace of the engines. */
export interface DatabaseInput<Pools extends string = string> {
  readonly kind: 'postgres';
  /** Major version. Another one gets a new and empty volume. @default 17 */
  readonly version?: DatabaseVersion;
  /** Size of its volume. */
  readonly size: Bytes;
  /** Class of its volume. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Databases by name, at least one, each with the user that owns it. */
  readonly databases: Readonly<
    Record<string, { /** Its user. @default - the name of the database */ readonly owner?: string }>
  >;
  /** Where the passwords come from: the entry `postgres` is that of the superuser, each other that of an owner. */
  readonly passwords: DatabasePasswords;
  /** Pods that may connect. @default - none but its backup */
  readonly clients?: readonly Peer[];
  /**
   * The certificate with which connections are encrypted, of an issuer or of a Secret beside the engines; then others
   * are refused.
   * @default 'none'
   */
  readonly tls?: GatewayTls;
  /** Sessions at the same time. @default 100 */
  readonly maxConnections?: number;
  /** Cores that its server asks for. @default 0.5 */
  readonly cpu?: number;
  /** Memory of its server; a quarter is for buffers. @default gib(1) */
  readonly memory?: Bytes;
  /**
   * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is
   * left, never preempts. @default 'critical'
   */
  readonly priority?: Priority;
  /** Pools in order of preference. @default - `supportPools` */
  readonly pools?: readonly [Pools, ...Pools[]];
}

/** A database, complete. */
export interface Database extends Omit<Required<DatabaseInput>, 'storageClass' | 'databases' | 'pools'> {
  /** Key in the environment. */
  readonly key: string;
  /** Name of its objects: `database-chat`. */
  readonly name: string;
  readonly storageClass?: string;
  readonly databases: Readonly<Record<string, { readonly owner: string }>>;
  readonly pools: readonly string[];
  /** What the environment and its pools add to its pod. */
  readonly pods: PodAdditions;
}

/** Name of the Secret with the passwords of a database or a cache: that of others, or the one that is filled. */
export const passwordsSecret = ({ name, passwords }: Pick<Database, 'name' | 'passwords'>): string =>
  'secretName' in passwords ? passwords.secretName : name;

/** Name of the Secret with its certificate; none without encryption. */
export const certificateSecret = ({ name, tls }: Pick<Database, 'name' | 'tls'>): string | undefined => {
  if (tls === 'none') return undefined;
  return 'secretName' in tls ? tls.secretName : `${name}-tls`;
};
