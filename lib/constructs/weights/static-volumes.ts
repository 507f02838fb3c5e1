/** Local disks of named nodes as PersistentVolumes, for the claim templates of fleets. */
import { Construct } from 'constructs';
import { bytes, type Bytes, bytesQuantity, refuse, slug } from '../../core';
import { object, objectLabels } from '../../kubernetes/draw';

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
 *
 * @throws FaultError `SameVolume` when two disks would give volumes of one name
 */
export class StaticVolumes extends Construct {
  constructor(scope: Construct, id: string, { storageClass, disks }: StaticVolumesProps) {
    super(scope, id);
    object(this, 'class', 'StorageClass', {
      metadata: { name: storageClass, labels: objectLabels({ component: 'static-volumes', instance: id }) },
      provisioner: 'kubernetes.io/no-provisioner',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    for (const disk of disks) {
      for (let volume = 0; volume < disk.volumes; volume += 1) this.volume(storageClass, disk, volume);
    }
  }

  private volume(storageClass: string, disk: LocalDisk, volume: number): void {
    const path = `${disk.path}/volume-${volume}`;
    const name = slug(`${disk.node}${disk.path}-${volume}`);
    if (this.node.tryFindChild(name) !== undefined) {
      refuse(
        'SameVolume',
        `${this.node.id}.disks`,
        `${path} of ${disk.node} would give a second volume the name '${name}'`,
        { fix: 'list each disk once, and mount disks at paths that differ in letters or digits' },
      );
    }
    object(this, name, 'PersistentVolume', {
      metadata: { name, labels: objectLabels({ component: 'static-volumes', instance: this.node.id }) },
      spec: {
        capacity: { storage: bytesQuantity(part(disk)) },
        volumeMode: 'Filesystem',
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: storageClass,
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [disk.node] }] },
            ],
          },
        },
      },
    });
  }
}
