/** The store that all weights come through: one claim, and its StorageClass where NFS is behind it. */
import { Construct } from 'constructs';
import { bytesQuantity, type Bytes } from '../core/bytes';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

/** What is behind the claim. */
export type StoreBackend =
  | {
      /** csi-driver-nfs, with a StorageClass of ours. */
      readonly kind: 'nfs';
      readonly server: string;
      readonly share: string;
      /** Folder below the export. */
      readonly subDir: string;
      /** Name of the StorageClass that is drawn. @default - the name of the claim */
      readonly storageClass?: string;
      /** @default ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] */
      readonly mountOptions?: readonly string[];
    }
  | { readonly kind: 'class'; readonly storageClass: string }
  | { readonly kind: 'direct'; /** @default - the cluster's default class */ readonly storageClass?: string };

export interface ModelStoreProps {
  readonly namespace: string;
  readonly backend: StoreBackend;
  readonly capacity: Bytes;
}

/** A hanging server must not turn into short reads, so `hard`; access times of weights interest nobody. */
const nfsMountOptions = ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] as const;

/** A claim named like the construct. With NFS the folder outlives the claim (`onDelete: retain`), since terabytes took days to load. */
export class ModelStore extends Construct {
  /** Name of the claim. */
  readonly claimName: string;

  constructor(scope: Construct, id: string, { namespace, backend, capacity }: ModelStoreProps) {
    super(scope, id);
    this.claimName = id;
    const labels = objectLabels({ component: 'model-store', instance: id });
    if (backend.kind === 'nfs') {
      object(this, 'class', 'StorageClass', {
        metadata: { name: backend.storageClass ?? id, labels },
        provisioner: 'nfs.csi.k8s.io',
        parameters: { server: backend.server, share: backend.share, subDir: backend.subDir, onDelete: 'retain' },
        mountOptions: [...(backend.mountOptions ?? nfsMountOptions)],
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'Immediate',
        allowVolumeExpansion: true,
      });
    }
    object(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: id, namespace, labels },
      spec: {
        accessModes: [backend.kind === 'direct' ? 'ReadWriteOnce' : 'ReadWriteMany'],
        storageClassName: backend.storageClass ?? (backend.kind === 'nfs' ? id : undefined),
        resources: { requests: { storage: bytesQuantity(capacity) } },
      },
    });
  }
}
