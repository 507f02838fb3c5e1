/** The props of a Valkey: who logs in, how much memory, what is kept. */
import type { Image, ValkeyKept, ValkeyPolicy, ValkeyRight } from '../../catalog';
import type { Bytes, Millicores } from '../../core';
import type { PodPeer } from '../../kubernetes/draw';
import type { ContainerWants, Scheduling, SecretKey } from '../../workload';
import type { WithAdditions } from '../added';
import type { EdgeTls } from '../edge/issuer';
import type { WithPrograms } from '../program-files';

/** A user that clients log in as. */
export interface ValkeyUser {
  /** Secret with its password; External Secrets may fill it. A changed password is in force within a minute or two. */
  readonly password: SecretKey;
  /** @default 'write' */
  readonly may?: ValkeyRight;
  /** What its keys and channels begin with. @default - any */
  readonly prefixes?: readonly [string, ...string[]];
}

/** What is there after a restart, and where it is kept. */
export type ValkeyKeeps =
  | Extract<ValkeyKept, { by: 'nothing' }>
  | (Exclude<ValkeyKept, { by: 'nothing' }> & {
      /** @default - the cluster's default class */
      readonly storageClass?: string;
    });

export interface ValkeyProps extends WithPrograms, WithAdditions {
  readonly namespace: string;
  /** Users by name, at least one; no one else can log in. */
  readonly users: Readonly<Record<string, ValkeyUser>>;
  /** Memory of the values (`maxmemory`), at least 64 MiB. The pod gets more, which `because.memory` explains. */
  readonly maxMemory: Bytes;
  /** Secret of the certificate, which cert-manager may fill; plain connections are then refused. `none`: without TLS. */
  readonly tls: EdgeTls | 'none';
  /** What happens to a write when the memory is full. @default 'allkeys-lru' */
  readonly policy?: ValkeyPolicy;
  /** @default - nothing is kept */
  readonly keeps?: ValkeyKeeps;
  /** Pods that may connect. @default - none */
  readonly from?: readonly PodPeer[];
  /** What it asks for; commands run in one thread. @default - one core */
  readonly cpu?: Millicores;
  /** Limit of CPU, where a namespace demands one. @default - none */
  readonly cpuLimit?: Millicores;
  /** What its second container asks for, which gives it users. @default - a twentieth of a core, 64 MiB of memory, 16 MiB of disk */
  readonly usersWants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** Domain of the cluster, which stands in the certificate. @default 'cluster.local' */
  readonly domain?: string;
  /** @default - Valkey of the pinned version */
  readonly image?: Image;
}
