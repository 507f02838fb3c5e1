/**
 * What a cluster holds before Corral arrives: what the environment declares as existing, a DaemonSet on every node, a
 * default class.
 */
import { bytesQuantity, mib } from '../../../lib/core/bytes';
import type { Environment } from '../../../lib/environment/environment';
import { dataVolumes } from '../../../lib/plan';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';

/**
 * Name of the class that laptops' clusters bring: it binds when the first pod arrives.
 * @see rancher/local-path-provisioner deploy
 */
const defaultClass: Manifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  provisioner: 'rancher.io/local-path',
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
  metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
};

/** Driver of NFS. @see kubernetes-csi/csi-driver-nfs deploy/csi-nfs-driverinfo.yaml */
const csiDriver = (name: string): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name },
  spec: { attachRequired: false, volumeLifecycleModes: ['Persistent'], fsGroupPolicy: 'File' },
});

const runtimeClass: Manifest = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: 'nvidia' },
  handler: 'nvidia',
};

/** A class whose volumes several nodes can write. */
const sharedClass = (name: string): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'rook-ceph.cephfs.csi.ceph.com',
  volumeBindingMode: 'Immediate',
});

/** A class whose volumes every node can mount, one at a time: a database may move. */
const diskClass = (name: string): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'rook-ceph.rbd.csi.ceph.com',
  volumeBindingMode: 'Immediate',
});

const namespace = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** What every node runs for logs and metrics: as much as a pool is said to keep for it. */
const daemons: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'node-daemons', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { app: 'node-daemons' } },
    template: {
      metadata: { labels: { app: 'node-daemons' } },
      spec: {
        priorityClassName: 'system-node-critical',
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'agent',
            image: 'registry.example/agent:1',
            resources: { requests: { cpu: '500m', memory: bytesQuantity(mib(512)) } },
          },
        ],
      },
    },
  },
};

/** Objects of others that an environment builds on, in the order in which they can be applied. */
export function neighboursOf(environment: Environment): readonly Manifest[] {
  const { cluster, prerequisites } = environment;
  const { scope, namespaces, weights } = cluster;
  const isNamespaced = scope === 'namespaced';
  const peers = [
    ...[cluster.requestsFrom, cluster.monitoring].flatMap((peer) => (peer === undefined ? [] : [peer.namespace])),
    ...(isNamespaced ? [namespaces.serving] : []),
  ];
  return [...new Set(peers)].map(namespace).concat(
    cluster.runtimeClass === 'existing' ? [runtimeClass] : [],
    prerequisites.filter(({ kind }) => kind === 'CSIDriver').map(({ name }) => csiDriver(name)),
    isNamespaced && weights.kind === 'class' ? [sharedClass(weights.storageClass)] : [],
    [...new Set(dataVolumes(environment).flatMap(({ storageClass }) => storageClass ?? []))].map(diskClass),
    [defaultClass, daemons],
  );
}
