/**
 * Which drivers make volumes that several nodes can write at once, and which make volumes of one node or one
 * attachment. Tables only.
 */
import type { LiveObject } from './live-object';

/** NFS by the driver that the store of kind `nfs` uses. */
export const nfsDriver = 'nfs.csi.k8s.io';

const shared: readonly string[] = [
  nfsDriver,
  'efs.csi.aws.com',
  'fsx.csi.aws.com',
  'filestore.csi.storage.gke.io',
  'parallelstore.csi.storage.gke.io',
  'file.csi.azure.com',
  'smb.csi.k8s.io',
  'cephfs.csi.ceph.com',
  'driver.longhorn.io',
  'csi.juicefs.com',
  'csi.trident.netapp.io',
  'spectrumscale.csi.ibm.com',
  'beegfs.csi.netapp.com',
  'csi.weka.io',
];

/** Rook and OpenShift Data Foundation put their namespace before the name of the driver. */
const sharedSuffix = '.cephfs.csi.ceph.com';

const single: readonly string[] = [
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

const singleSuffix = '.rbd.csi.ceph.com';

/** How many nodes can write a volume at once. */
export type Reach = 'several' | 'one' | 'unknown';

export const provisionerOf = ({ provisioner }: LiveObject): string =>
  typeof provisioner === 'string' ? provisioner : '';

/** Whether the volumes of a class can be mounted by several nodes for writing. */
export function reachOf(storageClass: LiveObject): Reach {
  const provisioner = provisionerOf(storageClass);
  if (shared.includes(provisioner) || provisioner.endsWith(sharedSuffix)) return 'several';
  return single.includes(provisioner) || provisioner.endsWith(singleSuffix) ? 'one' : 'unknown';
}

/** Mount options with which a lock holds on one node only, so that two loaders on two nodes write one file. */
const localLocks = /^(nolock|nobrl|local_lock=(all|flock|posix))$/;

/** The mount option of a class that makes locks a matter of one node: `nobrl`. */
export const localLockOf = ({ mountOptions }: LiveObject): string | undefined =>
  (Array.isArray(mountOptions) ? mountOptions : []).find(
    (option): option is string => typeof option === 'string' && localLocks.test(option),
  );
