/** The store that all weights come through: one claim, and its StorageClass where NFS is behind it. */
import { Construct } from 'constructs';
import { type Bytes, bytesQuantity, nfsMountOptions, refuse, refusedMountOption } from '../../core';
import { object, objectLabels } from '../../kubernetes/draw';

/** What is behind the claim. */
export type StoreBackend =
  | {
      /** csi-driver-nfs, with a StorageClass of ours. */
      readonly kind: 'nfs';
      readonly server: string;
      readonly share: string;
      /**
       * Folder below the export; one name for all claims, so that a new claim finds the weights of the one before.
       * @default - the construct's name
       */
      readonly subDir?: string;
      /** Name of the StorageClass that is drawn. @default - the name of the claim */
      readonly storageClass?: string;
      /**
       * Never `soft`, which turns a hanging server into short reads.
       * @default ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime']
       */
      readonly mountOptions?: readonly string[];
    }
  | { readonly kind: 'class'; readonly storageClass: string }
  | { readonly kind: 'direct'; /** @default - the cluster's default class */ readonly storageClass?: string };

export interface ModelStoreProps {
  readonly namespace: string;
  readonly backend: StoreBackend;
  readonly capacity: Bytes;
}

function checkMountOptions(at: string, options: readonly string[]): readonly string[] {
  for (const option of options) {
    const refused = refusedMountOption(option);
    if (refused !== undefined) refuse('MountOption', at, `'${option}' ${refused.because}`, { fix: refused.fix });
  }
  return options;
}

/**
 * A claim named like the construct. With NFS the folder outlives the claim (`onDelete: retain`), since terabytes took
 * days to load.
 *
 * @throws FaultError `MountOption` when a mount option breaks reads or locks
 */
export class ModelStore extends Construct {
  /** Name of the claim. */
  readonly claimName: string;

  constructor(scope: Construct, id: string, { namespace, backend, capacity }: ModelStoreProps) {
    super(scope, id);
    this.claimName = id;
    if (backend.kind === 'nfs') this.nfsClass(id, backend);
    object(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: id, namespace, labels: objectLabels({ component: 'model-store', instance: id }) },
      spec: {
        accessModes: [backend.kind === 'direct' ? 'ReadWriteOnce' : 'ReadWriteMany'],
        storageClassName: backend.storageClass ?? (backend.kind === 'nfs' ? id : undefined),
        resources: { requests: { storage: bytesQuantity(capacity) } },
      },
    });
  }

  private nfsClass(
    id: string,
    {
      server,
      share,
      subDir = id,
      storageClass = id,
      mountOptions = nfsMountOptions,
    }: Extract<StoreBackend, { kind: 'nfs' }>,
  ): void {
    object(this, 'class', 'StorageClass', {
      metadata: { name: storageClass, labels: objectLabels({ component: 'model-store', instance: id }) },
      provisioner: 'nfs.csi.k8s.io',
      parameters: { server, share, subDir, onDelete: 'retain' },
      mountOptions: [...checkMountOptions(`${id}.backend.mountOptions`, mountOptions)],
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: true,
    });
  }
}
