/**
 * Both commands on a recorded cluster of each distribution: what discover prints synthesises, and preflight finds nothing
 * that differs. Which nodes are in a pool, and where names, weights and metrics are, is as it should be there.
 */
import { expect, test } from '@jest/globals';
import { type Discovered, discovered } from './support/recorded-cluster';

/** Discovers a cluster; the overlay must pass preflight at once. */
function passing(cluster: string): Discovered {
  const found = discovered(cluster);
  expect(found.compared).toMatchObject({ status: 0, error: '' });
  expect(found.compared.out).toContain(`${cluster} on context recorded: nothing differs`);
  return found;
}

test('k3s: servers are left out, and GPU pods name the runtime class, since runc stays the default', () => {
  const { environment, leftOut } = passing('k3s');
  expect(environment.nodePools).toMatchObject({
    cpu: { on: 'metal', nodes: ['cpu-1'] },
    'rtx-4090': { on: 'metal', nodes: ['gpu-1'], hardware: { gpu: 'NVIDIA-GeForce-RTX-4090', gpus: 2 } },
  });
  expect(environment.cluster).toMatchObject({
    dns: { addresses: ['10.43.0.10/32'] },
    requestsFrom: { namespace: 'kube-system', podLabels: { 'app.kubernetes.io/name': 'traefik' } },
    runtimeClass: 'existing',
    weights: { kind: 'nfs', server: 'nas.lan', share: '/volume1/k8s', address: '10.43.0.15' },
    storageTiers: { 'local-path': { storageClass: 'local-path' } },
  });
  expect(leftOut).toEqual([
    'Not in a pool: server-1, server-2, server-3: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoExecute)',
  ]);
});

test('RKE2: servers and etcd nodes are left out, and an address that a Service has is not taken', () => {
  const { environment, leftOut } = passing('rke2');
  expect(environment.nodePools).toMatchObject({
    cpu: { nodes: ['rke2-cpu-1', 'rke2-cpu-2'] },
    l40s: { nodes: ['rke2-gpu-1', 'rke2-gpu-2'], hardware: { gpu: 'NVIDIA-L40S', gpus: 4 } },
  });
  expect(environment.cluster).toMatchObject({
    dns: { pods: { namespace: 'kube-system', podLabels: { 'app.kubernetes.io/name': 'rke2-coredns' } } },
    requestsFrom: { podLabels: { 'app.kubernetes.io/name': 'rke2-ingress-nginx' } },
    monitoring: { namespace: 'cattle-monitoring-system' },
    weights: { kind: 'class', storageClass: 'longhorn', address: '10.43.0.16' },
  });
  expect(leftOut).toEqual([
    'Not in a pool: rke2-server-1, rke2-server-2: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoExecute)',
    'Not in a pool: rke2-server-3: a node of the control plane',
  ]);
});

test('Talos: the control plane is left out, and the store is on the file system of Ceph', () => {
  const { environment, leftOut } = passing('talos');
  expect(environment.nodePools).toMatchObject({
    'rtx-a6000': { nodes: ['gpu-1'], hardware: { gpu: 'NVIDIA-RTX-A6000', gpus: 2 } },
    cpu: { nodes: ['worker-1', 'worker-2'] },
  });
  expect(environment.cluster).toMatchObject({
    dns: { addresses: ['10.96.0.10/32'] },
    requestsFrom: { namespace: 'envoy-gateway-system' },
    runtimeClass: 'existing',
    weights: { kind: 'class', storageClass: 'ceph-filesystem' },
  });
  expect(leftOut).toEqual(['Not in a pool: cp-1, cp-2, cp-3: a node of the control plane']);
});

test('OpenShift: DNS on port 5353, the router, and the Prometheus of users instead of the platform’s', () => {
  const { environment, leftOut } = passing('openshift');
  expect(environment.nodePools).toMatchObject({
    l40s: { nodes: ['gpu-0.ocp.example.com'], hardware: { gpu: 'NVIDIA-L40S', gpus: 4 } },
    cpu: { nodes: ['worker-0.ocp.example.com', 'worker-1.ocp.example.com'] },
  });
  expect(environment.cluster).toMatchObject({
    dns: {
      pods: { namespace: 'openshift-dns', podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } },
      port: 5353,
      addresses: ['172.30.0.10/32'],
    },
    requestsFrom: {
      namespace: 'openshift-ingress',
      podLabels: { 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' },
    },
    monitoring: { namespace: 'openshift-user-workload-monitoring' },
    weights: { kind: 'class', storageClass: 'ocs-storagecluster-cephfs' },
  });
  expect(leftOut).toEqual([
    'Not in a pool: infra-0.ocp.example.com: reserved for a role (taint node-role.kubernetes.io/infra:NoSchedule)',
    'Not in a pool: master-0.ocp.example.com, master-1.ocp.example.com, master-2.ocp.example.com: a node of the control plane',
    'Not in a pool: storage-0.ocp.example.com: reserved for storage (taint node.ocs.openshift.io/storage=true:NoSchedule)',
  ]);
});

test('GKE: GPUs by the label of the provider, spot apart from the others, Windows left out', () => {
  const { environment, leftOut } = passing('gke');
  expect(environment.nodePools).toMatchObject({
    cpu: { instance: 'gcp/n2-standard-16', provisioner: 'gke', nodes: { min: 2, max: 2 } },
    l4: { instance: 'gcp/g2-standard-12', provisioner: 'gke', nodes: { min: 2, max: 2 } },
    'l4-spot': { instance: 'gcp/g2-standard-12', capacity: 'spot', nodes: { min: 1, max: 1 } },
  });
  expect(environment.nodePools['l4']).not.toHaveProperty('taints');
  expect(environment.cluster).toMatchObject({
    runtimeClass: 'none',
    weights: { kind: 'class', storageClass: 'standard-rwx', address: '34.118.224.15' },
  });
  expect(leftOut).toEqual([
    expect.stringMatching(
      /^Not in a pool: gke-prod-l4-spot-\S+: Google Cloud is removing it \(taint cloud\.google\.com/,
    ),
    expect.stringMatching(/^Not in a pool: gke-prod-windows-\S+: it runs windows, but the images need Linux$/),
  ]);
});

test('EKS: GPUs by the machine type, and reserved and on-demand nodes of Karpenter in one pool', () => {
  const { environment, leftOut } = passing('eks');
  expect(environment.nodePools).toMatchObject({
    cpu: { instance: 'aws/m7i.4xlarge', provisioner: 'eks-node-group', nodes: { min: 2, max: 2 } },
    gpu: {
      instance: 'aws/g6.2xlarge',
      nodes: { min: 0, max: 8 },
      labels: { 'karpenter.sh/nodepool': 'gpu', 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] },
      taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
    },
  });
  expect(environment.cluster).toMatchObject({
    monitoring: { namespace: 'monitoring' },
    runtimeClass: 'none',
    weights: { kind: 'class', storageClass: 'efs' },
    storageTiers: { gp2: { storageClass: 'gp2' }, gp3: { storageClass: 'gp3' } },
  });
  expect(leftOut).toEqual([
    'Not in a pool: fargate-ip-10-40-3-41.eu-west-1.compute.internal: a Fargate node, which runs one pod only (label eks.amazonaws.com/compute-type=fargate)',
    'Not in a pool: ip-10-40-1-23.eu-west-1.compute.internal: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1793612345:NoSchedule)',
    'Not in a pool: ip-10-40-2-33.eu-west-1.compute.internal: Karpenter is removing it (taint karpenter.sh/disrupted:NoSchedule)',
  ]);
});

test('AKS: system pool and virtual node left out, and no store whose locks hold on one node only', () => {
  const { environment, leftOut } = passing('aks');
  expect(environment.nodePools).toMatchObject({
    cpu: { instance: 'azure/Standard_D16s_v5', provisioner: 'aks', nodes: { min: 2, max: 2 } },
    a100: {
      instance: 'azure/Standard_NC24ads_A100_v4',
      provisioner: 'aks',
      taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }],
    },
    spot: { instance: 'azure/Standard_D16s_v5', capacity: 'spot' },
  });
  expect(environment.cluster).toMatchObject({
    requestsFrom: { namespace: 'app-routing-system' },
    weights: { kind: 'class', storageClass: 'models-nfs' },
    storageTiers: { default: {}, 'managed-csi': {}, 'managed-csi-premium': {} },
  });
  expect(leftOut).toEqual([
    expect.stringMatching(/^Not in a pool: aks-system-\S+: reserved for components of the cluster \(taint Critical/),
    'Not in a pool: virtual-node-aci-linux: a virtual kubelet, which is not a machine (label type=virtual-kubelet)',
  ]);
});
