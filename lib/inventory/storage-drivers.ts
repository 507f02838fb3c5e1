/**
 * What volumes of a StorageClass can do, by its provisioner: whether several nodes can write one at once, and whether
 * file locks hold between them. Tables only.
 */
import type { LiveObject } from './live-object';

/** NFS by the driver that the store of kind `nfs` uses. */
export const nfsDriver = 'nfs.csi.k8s.io';

/** How many nodes can write a volume at once. */
export type Reach = 'several' | 'one' | 'unknown';

/**
 * Files that several nodes write, with locks between them: NFS, SMB, Lustre, CephFS and others.
 *
 * @see kubernetes-csi/docs book/src/drivers.md (access modes as each driver states them)
 * @see kubernetes-sigs/azurefile-csi-driver docs/driver-parameters.md
 * @see rook/rook Documentation/Storage-Configuration/Shared-Filesystem-CephFS
 */
const files: readonly string[] = [
  nfsDriver,
  'efs.csi.aws.com',
  'fsx.csi.aws.com',
  'filestore.csi.storage.gke.io',
  'file.csi.azure.com',
  'kubernetes.io/azure-file',
  'smb.csi.k8s.io',
  'cephfs.csi.ceph.com',
  'driver.longhorn.io',
  'csi.juicefs.com',
  'spectrumscale.csi.ibm.com',
  'csi.weka.io',
  'nfs.manila.csi.openstack.org',
  'fss.csi.oraclecloud.com',
  'vpc.file.csi.ibm.io',
  'nasplugin.csi.alibabacloud.com',
  'openebs.io/nfsrwx',
];

/**
 * Object stores as files: without locks, and mostly without a rename that is all or nothing.
 *
 * @see Azure/azure-storage-fuse wiki Blobfuse2-Limitations (lock, flock)
 * @see learn.microsoft.com network-file-system-protocol-known-issues (NFS 3.0: only with nolock)
 * @see awslabs/mountpoint-s3 doc/SEMANTICS.md
 */
const objects: readonly string[] = [
  'blob.csi.azure.com',
  's3.csi.aws.com',
  's3.csi.scality.com',
  'gcsfuse.csi.storage.gke.io',
  'ossplugin.csi.alibabacloud.com',
];

/**
 * Disks that one node attaches, and folders of a node.
 *
 * @see rancher/local-path-provisioner provisioner.go (ReadWriteOnce and ReadWriteOncePod only)
 * @see kubernetes.io docs/concepts/storage/persistent-volumes (table of access modes)
 */
const disks: readonly string[] = [
  'rancher.io/local-path',
  'k8s.io/minikube-hostpath',
  'docker.io/hostpath',
  'microk8s.io/hostpath',
  'hostpath.csi.k8s.io',
  'kubernetes.io/no-provisioner',
  'openebs.io/local',
  'local.csi.openebs.io',
  'zfs.csi.openebs.io',
  'topolvm.io',
  'topolvm.cybozu.com',
  'lvm.csi.metal-stack.io',
  'local.csi.aliyun.com',
  'ebs.csi.aws.com',
  'ebs.csi.eks.amazonaws.com',
  'kubernetes.io/aws-ebs',
  'pd.csi.storage.gke.io',
  'kubernetes.io/gce-pd',
  'disk.csi.azure.com',
  'kubernetes.io/azure-disk',
  'cinder.csi.openstack.org',
  'csi.hetzner.cloud',
  'dobs.csi.digitalocean.com',
  'linodebs.csi.linode.com',
  'blockvolume.csi.oraclecloud.com',
  'csi.scaleway.com',
  'diskplugin.csi.alibabacloud.com',
  'vpc.block.csi.ibm.io',
  'block.csi.vultr.com',
  'exoscale.csi.exoscale.com',
  'csi.civo.com',
  'csi.proxmox.sinextra.dev',
  'rbd.csi.ceph.com',
];

/**
 * Rook and OpenShift Data Foundation put their namespace before the name of the driver. The chart of
 * nfs-subdir-external-provisioner puts the release before it (`cluster.local/nfs-a-nfs-subdir-external-provisioner`),
 * its manifests `k8s-sigs.io/`; its predecessor was called otherwise.
 */
const suffixes: readonly (readonly [suffix: string, reach: Reach])[] = [
  ['.cephfs.csi.ceph.com', 'several'],
  ['.rbd.csi.ceph.com', 'one'],
  ['nfs-subdir-external-provisioner', 'several'],
  ['nfs-client-provisioner', 'several'],
];

/**
 * Drivers of both, of which a parameter of the class says which.
 *
 * @see NetAppDocs/trident trident-use/ontap-san.adoc (no ReadWriteMany for volumes with a file system), ontap-nas.adoc
 * @see kubernetes-sigs/vsphere-csi-driver docs (file volumes: fstype nfs4)
 */
const byParameter: Readonly<Record<string, (parameters: Readonly<Record<string, string>>) => Reach>> = {
  'csi.trident.netapp.io': ({ backendType = '' }) =>
    /-san/.test(backendType) ? 'one' : /-nas|-files$/.test(backendType) ? 'several' : 'unknown',
  'csi.vsphere.vmware.com': ({ 'csi.storage.k8s.io/fstype': type = '' }) =>
    type.startsWith('nfs') ? 'several' : 'one',
};

const isText = (value: unknown): value is string => typeof value === 'string';

export const provisionerOf = ({ provisioner }: LiveObject): string => (isText(provisioner) ? provisioner : '');

/** The parameters of a class that are texts: an API server has no others. */
const parametersOf = ({ parameters }: LiveObject): Readonly<Record<string, string>> =>
  typeof parameters === 'object' && parameters !== null
    ? Object.fromEntries(Object.entries(parameters).filter((each): each is [string, string] => isText(each[1])))
    : {};

/** Whether the volumes of a class can be mounted by several nodes for writing. */
export function reachOf(storageClass: LiveObject): Reach {
  const provisioner = provisionerOf(storageClass);
  if (files.includes(provisioner) || objects.includes(provisioner)) return 'several';
  if (disks.includes(provisioner)) return 'one';
  if (Object.hasOwn(byParameter, provisioner))
    return byParameter[provisioner]?.(parametersOf(storageClass)) ?? 'unknown';
  return suffixes.find(([suffix]) => provisioner.endsWith(suffix))?.[1] ?? 'unknown';
}

/** Whether the volumes of a class are an object store, on which no file can be locked. */
export const isObjectStore = (storageClass: LiveObject): boolean => objects.includes(provisionerOf(storageClass));

/** Mount options with which a lock holds on one node only, so that two loaders on two nodes write one file. */
const localLocks = /^(nolock|nobrl|local_lock=(all|flock|posix))$/;

/** The mount option of a class that makes locks a matter of one node: `nobrl`. */
export const localLockOf = ({ mountOptions }: LiveObject): string | undefined =>
  (Array.isArray(mountOptions) ? mountOptions : []).find(
    (option): option is string => isText(option) && localLocks.test(option),
  );

/** Whether loaders and weights servers on several nodes can use one volume of a class together. */
export const isShareable = (storageClass: LiveObject): boolean =>
  reachOf(storageClass) === 'several' && !isObjectStore(storageClass) && localLockOf(storageClass) === undefined;
