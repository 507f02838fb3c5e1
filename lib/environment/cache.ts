/** The caches of an environment: servers for applications beside the models, which keep values in memory. Values only. */
import type { ValkeyPolicy, ValkeyRight } from '../catalog';
import type { Bytes, Duration } from '../core';
import type { PodAdditions, Priority } from '../workload';
import type { Peer } from './cluster';
import type { DatabasePasswords } from './database';
import type { GatewayTls } from './gateway';

/** What is there after a restart: nothing, what the last snapshot had, or all but the writes of about the last second. */
export type CacheKeeps =
  | {
      /** No volume. */
      readonly by: 'nothing';
    }
  | {
      /** What the last snapshot had. */
      readonly by: 'snapshots';
      /** A snapshot is written when this time has passed and a key has changed. */
      readonly every: Duration;
      /** Class of its volume. @default - the cluster's default class */
      readonly storageClass?: string;
    }
  | {
      /** All but the writes of about the last second. */
      readonly by: 'log';
      /** Class of its volume. @default - the cluster's default class */
      readonly storageClass?: string;
    };

/** A user that clients log in as. */
export interface CacheUser {
  /** What it may do; none administers the server. `script` also runs Lua. @default 'write' */
  readonly may?: ValkeyRight;
  /** What its keys and channels begin with. @default - any */
  readonly prefixes?: readonly [string, ...string[]];
}

/** A Valkey as an overlay writes it: one pod, in the namespace of the engines. */
export interface CacheInput<Pools extends string = string> {
  readonly kind: 'valkey';
  /** Memory of its values. The pod gets more, which the plan explains. */
  readonly maxMemory: Bytes;
  /** What happens to a write when the memory is full. @default 'allkeys-lru' */
  readonly policy?: ValkeyPolicy;
  /** What is there after a restart: `log` has all but about the last second. @default { by: 'nothing' } */
  readonly keeps?: CacheKeeps;
  /** Users by name, at least one; no one else can log in. */
  readonly users: Readonly<Record<string, CacheUser>>;
  /** Where the passwords come from: one entry for each user. */
  readonly passwords: DatabasePasswords;
  /** Pods that may connect. @default - none */
  readonly clients?: readonly Peer[];
  /**
   * The certificate with which connections are encrypted, of an issuer or of a Secret beside the engines; then others
   * are refused.
   * @default 'none'
   */
  readonly tls?: GatewayTls;
  /** Cores that its server asks for; commands run in one thread. @default 1 */
  readonly cpu?: number;
  /**
   * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is
   * left, never preempts. @default 'standard'
   */
  readonly priority?: Priority;
  /** Pools in order of preference. @default - `supportPools` */
  readonly pools?: readonly [Pools, ...Pools[]];
}

/** A cache, complete. */
export interface Cache extends Omit<Required<CacheInput>, 'users' | 'pools'> {
  /** Key in the environment. */
  readonly key: string;
  /** Name of its objects: `cache-chat`. */
  readonly name: string;
  readonly users: Readonly<Record<string, CacheUser & Required<Pick<CacheUser, 'may'>>>>;
  readonly pools: readonly string[];
  /** What the environment and its pools add to its pod. */
  readonly pods: PodAdditions;
}
