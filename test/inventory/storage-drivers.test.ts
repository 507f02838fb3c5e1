/** What volumes of a StorageClass can do, by its provisioner, its parameters and its mount options. */
import { describe, expect, test } from '@jest/globals';
import { isObjectStore, isShareable, localLockOf, reachOf } from '../../lib/inventory';

interface Shape {
  readonly provisioner: string;
  readonly mountOptions?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

const classOf = (shape: Shape) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'c' },
  ...shape,
});

describe('how many nodes write a volume', () => {
  test.each<readonly [Shape, ReturnType<typeof reachOf>]>([
    [{ provisioner: 'rancher.io/local-path' }, 'one'],
    [{ provisioner: 'ebs.csi.aws.com' }, 'one'],
    [{ provisioner: 'pd.csi.storage.gke.io' }, 'one'],
    [{ provisioner: 'disk.csi.azure.com' }, 'one'],
    [{ provisioner: 'openshift-storage.rbd.csi.ceph.com' }, 'one'],
    [{ provisioner: 'openshift-storage.cephfs.csi.ceph.com' }, 'several'],
    [{ provisioner: 'file.csi.azure.com' }, 'several'],
    [{ provisioner: 'filestore.csi.storage.gke.io' }, 'several'],
    [{ provisioner: 'csi.trident.netapp.io', parameters: { backendType: 'ontap-nas' } }, 'several'],
    [{ provisioner: 'csi.trident.netapp.io', parameters: { backendType: 'azure-netapp-files' } }, 'several'],
    [{ provisioner: 'csi.trident.netapp.io', parameters: { backendType: 'ontap-san-economy' } }, 'one'],
    [{ provisioner: 'csi.trident.netapp.io', parameters: { backendType: 'google-cloud-netapp-volumes-san' } }, 'one'],
    [{ provisioner: 'csi.trident.netapp.io' }, 'unknown'],
    [{ provisioner: 'csi.vsphere.vmware.com' }, 'one'],
    [{ provisioner: 'csi.vsphere.vmware.com', parameters: { 'csi.storage.k8s.io/fstype': 'nfs4' } }, 'several'],
    [{ provisioner: 'k8s-sigs.io/nfs-subdir-external-provisioner' }, 'several'],
    [{ provisioner: 'cluster.local/nfs-subdir-external-provisioner' }, 'several'],
    [{ provisioner: 'cluster.local/nas-nfs-subdir-external-provisioner' }, 'several'],
    [{ provisioner: 'cluster.local/nas-nfs-client-provisioner' }, 'several'],
    [{ provisioner: 'constructor' }, 'unknown'],
    [{ provisioner: 'example.com/files' }, 'unknown'],
  ])('%j: %s', (shape, reach) => {
    expect(reachOf(classOf(shape))).toBe(reach);
  });
});

describe('a class whose volumes loaders on several nodes can share', () => {
  test.each<readonly [Shape, boolean]>([
    [{ provisioner: 'efs.csi.aws.com' }, true],
    [{ provisioner: 'file.csi.azure.com', mountOptions: ['mfsymlinks', 'actimeo=30'] }, true],
    [{ provisioner: 'file.csi.azure.com', mountOptions: ['mfsymlinks', 'nobrl'] }, false],
    [{ provisioner: 'nasplugin.csi.alibabacloud.com', mountOptions: ['nolock', 'tcp'] }, false],
    [{ provisioner: 'nfs.csi.k8s.io', mountOptions: ['local_lock=all'] }, false],
    [{ provisioner: 'blob.csi.azure.com' }, false],
    [{ provisioner: 's3.csi.aws.com' }, false],
    [{ provisioner: 'ebs.csi.aws.com' }, false],
    [{ provisioner: 'example.com/files' }, false],
  ])('%j: %s', (shape, isShared) => {
    expect(isShareable(classOf(shape))).toBe(isShared);
  });

  test('what keeps it from that is named', () => {
    expect(localLockOf(classOf({ provisioner: 'smb.csi.k8s.io', mountOptions: ['ro', 'nobrl'] }))).toBe('nobrl');
    expect(isObjectStore(classOf({ provisioner: 'blob.csi.azure.com' }))).toBe(true);
    expect(isObjectStore(classOf({ provisioner: 'file.csi.azure.com' }))).toBe(false);
  });
});
