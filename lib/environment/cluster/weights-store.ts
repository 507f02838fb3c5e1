/** Where the weights of a cluster are kept. Values only. */
import type { ClaimPlace } from '../../catalog';
import type { Bytes } from '../../core';

export const claimAccessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce'] as const;
/** How nodes can mount a claim, as its spec states it. */
export type ClaimAccessMode = (typeof claimAccessModes)[number];

/**
 * A claim with models that others made and filled. A Job verifies its files once, by the SHA-256 of the catalogue;
 * nothing is written to it, and nothing is removed from it.
 */
export interface ExistingClaim extends ClaimPlace {
  /** A claim with models that others made and filled. */
  readonly kind: 'existing';
  /** Its name, in the namespace of the store; where it is read in place, in that of the engines. */
  readonly claimName: string;
  /** How nodes can mount it, as its spec states it. @default 'ReadWriteMany' */
  readonly accessMode?: ClaimAccessMode;
  /** Storage that the claim requests: read in place, it counts for the quota of its namespace. */
  readonly capacity: Bytes;
  /** Bytes per second that all readers share. */
  readonly bandwidth: Bytes;
}

/** The store that all weights come through: content-addressed, filled by loaders, read by the weights server. */
export type WeightsStore =
  | {
      /** An NFS export, which csi-driver-nfs mounts. */
      readonly kind: 'nfs';
      /** Name or address of the NFS server. */
      readonly server: string;
      /** Exported path. */
      readonly share: string;
      /** Folder below the export. @default - the cluster's id */
      readonly subDir?: string;
      /**
       * Cluster IP of the weights servers' Service, free, of a family of the cluster. Engines connect to it, so they need
       * no DNS.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`, `fd00::f` for `fd00::a`
       */
      readonly address?: string;
      /**
       * Room for the files of all models twice, since old and new files are there during a change. Of a claim that
       * exists: the storage that it requests.
       */
      readonly capacity: Bytes;
      /** Bytes per second that all readers share. */
      readonly bandwidth: Bytes;
      /** Options of the mount. @default ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] */
      readonly mountOptions?: readonly string[];
    }
  | {
      /** One claim that loaders fill and serving pods read in place: for clusters of one node. */
      readonly kind: 'direct';
      readonly capacity: Bytes;
      /** Class of the claim. @default - the cluster's default class */
      readonly storageClass?: string;
      /** Bytes per second of the disk behind the claim. */
      readonly bandwidth: Bytes;
    }
  | {
      /** A claim of a class that exists, readable and writable from several nodes. */
      readonly kind: 'class';
      readonly storageClass: string;
      /**
       * Cluster IP of the weights servers' Service, free, of a family of the cluster. Engines connect to it, so they need
       * no DNS.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`, `fd00::f` for `fd00::a`
       */
      readonly address?: string;
      readonly capacity: Bytes;
      readonly bandwidth: Bytes;
    }
  | (ExistingClaim & {
      /** The weights server reads the claim, and pods copy what they serve to their local tier. */
      readonly read: 'staged';
      /**
       * Cluster IP of the weights servers' Service, free, of a family of the cluster.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`, `fd00::f` for `fd00::a`
       */
      readonly address?: string;
    })
  | (ExistingClaim & {
      /** Serving pods mount the claim, which is in their namespace. */
      readonly read: 'in-place';
      /**
       * Class of a claim of Corral's own (1 GiB), in which the verifier notes what it verified; nodes mount it as they
       * mount the claim with the models.
       */
      readonly proofsClass: string;
      /**
       * Why pods may mount a claim of several nodes, which is a network file system: while it cannot be reached, they
       * can neither start nor end. It is needed unless `accessMode` is 'ReadWriteOnce'. @default - none
       */
      readonly reason?: string;
    });
