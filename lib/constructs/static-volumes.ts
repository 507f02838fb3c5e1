/** Local disks of named nodes as PersistentVolumes, for the claim templates of fleets. */
import { Construct } from 'constructs';
import { bytes, bytesQuantity, type Bytes } from '../core/bytes';
import { slug } from '../core/name';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

/** A disk of one node. */
export interface LocalDisk {
  readonly node: string;
  /** Where it is mounted; volume n is `<path>/volume-<n>`. */
  readonly path: string;
  readonly capacity: Bytes;
  /** Volumes that it is cut into, equal parts. */
  readonly volumes: number;
}

export interface StaticVolumesProps {
  /** Name of the StorageClass, which is rendered too. */
  readonly storageClass: string;
  readonly disks: readonly LocalDisk[];
}

/** Whole MiB below a part of a disk. */
const part = ({ capacity, volumes }: LocalDisk): Bytes => bytes(Math.floor(capacity / volumes / 1024 ** 2) * 1024 ** 2);

/**
 * A StorageClass without a provisioner and a PersistentVolume for each part of each disk. They are ours and are kept
 * (`Retain`): with `Delete` nothing would clean them, and a volume that was used once would fail for ever.
 */
export class StaticVolumes extends Construct {
  constructor(scope: Construct, id: string, { storageClass, disks }: StaticVolumesProps) {
    super(scope, id);
    const labels = objectLabels({ component: 'static-volumes', instance: id });
    object(this, 'class', 'StorageClass', {
      metadata: { name: storageClass, labels },
      provisioner: 'kubernetes.io/no-provisioner',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    for (const disk of disks) {
      for (let volume = 0; volume < disk.volumes; volume += 1) {
        const name = slug(`${disk.node}${disk.path}-${volume}`);
        object(this, name, 'PersistentVolume', {
          metadata: { name, labels },
          spec: {
            capacity: { storage: bytesQuantity(part(disk)) },
            volumeMode: 'Filesystem',
            accessModes: ['ReadWriteOnce'],
            persistentVolumeReclaimPolicy: 'Retain',
            storageClassName: storageClass,
            local: { path: `${disk.path}/volume-${volume}` },
            nodeAffinity: {
              required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [disk.node] }] }] },
            },
          },
        });
      }
    }
  }
}
