/**
 * Taints and labels by which providers, autoscalers and distributions say what a node is, or what becomes of it. Tables
 * only: `lib/inventory/usable.ts` reads them.
 */

/** Why no pod of the platform should go to a node. */
export type NodeReason = 'virtual' | 'leaving' | 'starting' | 'control-plane' | 'reserved' | 'pressed';

export interface TaintMark {
  /** The key of the taint, or a pattern of several. */
  readonly key: string | RegExp;
  readonly reason: NodeReason;
  /** For people: `the cluster autoscaler is removing it`. */
  readonly because: string;
}

/**
 * Taints with a meaning that is known everywhere, the first that matches counts. Those of a state (virtual, leaving,
 * starting, pressed) are never tolerated; those that set a node aside are, where an environment declares them.
 *
 * @see kubernetes/autoscaler cluster-autoscaler/utils/taints/taints.go
 * @see kubernetes-sigs/karpenter pkg/apis/v1/taints.go
 * @see aws/aws-node-termination-handler README.md (taint-node)
 * @see kubernetes/cloud-provider-aws pkg/providers/v1/aws.go (NodeWithImpairedVolumes)
 * @see awsdocs/amazon-eks-user-guide managed-node-update-behavior.md (eks.amazonaws.com/nodegroup)
 */
export const taintMarks: readonly TaintMark[] = [
  { key: /^virtual-kubelet\.io\//, reason: 'virtual', because: 'a virtual kubelet, which is not a machine' },
  { key: /^azure\.com\/aci$/, reason: 'virtual', because: 'a virtual kubelet: Azure Container Instances' },
  {
    key: /^virtual-node\.liqo\.io\//,
    reason: 'virtual',
    because: 'a virtual node of Liqo, which represents another cluster',
  },
  {
    key: /^eks\.tke\.cloud\.tencent\.com\//,
    reason: 'virtual',
    because: 'a virtual node: each pod gets its own machine',
  },
  { key: 'eks.amazonaws.com/compute-type', reason: 'virtual', because: 'a Fargate node, which runs one pod only' },
  { key: 'kwok.x-k8s.io/node', reason: 'virtual', because: 'a simulated node of kwok' },

  { key: /^karpenter\.sh\/disrupt/, reason: 'leaving', because: 'Karpenter is removing it' },
  { key: 'ToBeDeletedByClusterAutoscaler', reason: 'leaving', because: 'the cluster autoscaler is removing it' },
  { key: 'cloud.google.com/impending-node-termination', reason: 'leaving', because: 'Google Cloud is removing it' },
  { key: 'eks.amazonaws.com/nodegroup', reason: 'leaving', because: 'EKS is updating its node group' },
  { key: /^aws-node-termination-handler\//, reason: 'leaving', because: 'AWS is removing it' },
  { key: /^remediator\.kubernetes\.azure\.com\//, reason: 'leaving', because: 'AKS is repairing it' },
  { key: /^autoscaling\.cast\.ai\/draining/, reason: 'leaving', because: 'CAST AI is removing it' },
  { key: 'node.cloudprovider.kubernetes.io/shutdown', reason: 'leaving', because: 'its machine is shut down' },
  { key: 'node.kubernetes.io/out-of-service', reason: 'leaving', because: 'it is out of service' },
  { key: 'NodeWithImpairedVolumes', reason: 'leaving', because: 'AWS cannot attach volumes to it' },
  { key: /^(kubevirt|medik8s)\.io\/drain$/, reason: 'leaving', because: 'it is being drained' },
  { key: /^(remediation\.)?medik8s\.io\//, reason: 'leaving', because: 'it is being repaired' },
  { key: /^amd-(gpu-unhealthy|dcm)$/, reason: 'leaving', because: 'its GPUs are being repaired or partitioned' },

  { key: 'karpenter.sh/unregistered', reason: 'starting', because: 'Karpenter has not registered it yet' },
  {
    key: /^(startup-taint|status-taint|ignore-taint)\.cluster-autoscaler\.kubernetes\.io\//,
    reason: 'starting',
    because: 'it is still starting',
  },
  {
    key: /^(nidhogg\.uswitch\.com|readiness\.k8s\.io)\//,
    reason: 'starting',
    because: 'pods that each node needs have not started',
  },
  { key: /(^|[./-])uninitialized$/, reason: 'starting', because: 'it is still starting' },
  {
    key: /^(?!node\.kubernetes\.io\/).*(^|[./-])not-?ready$/i,
    reason: 'starting',
    because: 'an agent that each node needs has not started',
  },

  {
    key: /^node\.kubernetes\.io\/((memory|disk|pid)-pressure|network-unavailable)$/,
    reason: 'pressed',
    because: 'the kubelet accepts no pods',
  },

  {
    key: /^node-role\.kubernetes\.io\/(control-?plane|master|etcd)$/,
    reason: 'control-plane',
    because: 'a node of the control plane',
  },
  { key: /^node-role\.kubernetes\.io\//, reason: 'reserved', because: 'reserved for a role' },
  { key: 'CriticalAddonsOnly', reason: 'reserved', because: 'reserved for components of the cluster' },
  { key: 'node.ocs.openshift.io/storage', reason: 'reserved', because: 'reserved for storage' },
  { key: 'components.gke.io/gke-managed-components', reason: 'reserved', because: 'reserved for components of GKE' },
  { key: 'sandbox.gke.io/runtime', reason: 'reserved', because: 'reserved for pods in gVisor' },
  { key: 'dedicated.deckhouse.io', reason: 'reserved', because: 'reserved by Deckhouse' },
];

/**
 * Taints that come and go by themselves and keep no pod off: an autoscaler's candidates, a rolling update. No pool
 * declares them, and no fix removes them.
 */
const passingTaints: readonly RegExp[] = [
  /^node\.kubernetes\.io\//,
  /^node\.cloudprovider\.kubernetes\.io\//,
  /^DeletionCandidateOfClusterAutoscaler$/,
  /^UpdateInProgress$/,
  /^node\.cluster\.x-k8s\.io\//,
  /^weave\.works\/kured-node-reboot$/,
  /^deployment\.machine\.sapcloud\.io\//,
];

/** Marks of a state: no pool declares them. */
const ofState: readonly NodeReason[] = ['virtual', 'leaving', 'starting', 'pressed'];

const isKeyOf = (key: string, pattern: string | RegExp): boolean =>
  typeof pattern === 'string' ? pattern === key : pattern.test(key);

/** Whether a taint of this key states how a node is now, not what it is for. */
export const isPassingTaint = (key: string): boolean =>
  passingTaints.some((pattern) => pattern.test(key)) ||
  taintMarks.some((mark) => ofState.includes(mark.reason) && isKeyOf(key, mark.key));

export interface LabelMark {
  readonly key: string;
  /** @default - any value */
  readonly values?: readonly string[];
  readonly because: string;
}

/** Labels of nodes behind which no machine stands that a pod could be planned on. */
export const virtualLabels: readonly LabelMark[] = [
  { key: 'type', values: ['virtual-kubelet'], because: 'a virtual kubelet, which is not a machine' },
  { key: 'type', values: ['kwok'], because: 'a simulated node of kwok' },
  { key: 'eks.amazonaws.com/compute-type', values: ['fargate'], because: 'a Fargate node, which runs one pod only' },
  {
    key: 'liqo.io/type',
    values: ['virtual-node'],
    because: 'a virtual node of Liqo, which represents another cluster',
  },
  { key: 'virtual-kubelet.io/provider', because: 'a virtual kubelet, which is not a machine' },
  { key: 'alibabacloud.com/virtual-node', because: 'a virtual node: each pod gets its own machine' },
  {
    key: 'node.kubernetes.io/instance-type',
    values: ['eklet'],
    because: 'a virtual node: each pod gets its own machine',
  },
];

/** Nodes that GKE Autopilot makes for the pods that it sees: nothing selects them beforehand. */
export const autopilotName = /^gk3-/;

/**
 * Labels of nodes that serve another purpose although no taint keeps pods off: first overlays use them only where a
 * cluster has no others, as small clusters do.
 */
export const asideLabels: readonly LabelMark[] = [
  { key: 'node-role.kubernetes.io/control-plane', because: 'a node of the control plane' },
  { key: 'node-role.kubernetes.io/controlplane', because: 'a node of the control plane' },
  { key: 'node-role.kubernetes.io/master', because: 'a node of the control plane' },
  { key: 'node-role.kubernetes.io/etcd', because: 'a node of the control plane (etcd)' },
  { key: 'kubernetes.azure.com/mode', values: ['system'], because: 'a system pool of AKS' },
  { key: 'node-role.kubernetes.io/infra', because: 'reserved for infrastructure' },
];

/** Labels by which provisioners state how a node is paid. One of their pools may make nodes of several values. */
export const capacityKeys: readonly string[] = ['karpenter.sh/capacity-type', 'eks.amazonaws.com/capacityType'];

/**
 * Labels that say that a node may be taken away at short notice, by every provider and tool that is known to set one.
 */
export const spotLabels: readonly LabelMark[] = [
  { key: 'karpenter.sh/capacity-type', values: ['spot'], because: 'spot' },
  { key: 'eks.amazonaws.com/capacityType', values: ['SPOT'], because: 'spot' },
  { key: 'cloud.google.com/gke-spot', values: ['true'], because: 'spot' },
  { key: 'cloud.google.com/gke-preemptible', values: ['true'], because: 'preemptible' },
  { key: 'cloud.google.com/gke-provisioning', values: ['spot', 'preemptible'], because: 'spot' },
  { key: 'cloud.google.com/gke-flex-start', values: ['true'], because: 'flex-start: it exists for at most seven days' },
  { key: 'kubernetes.azure.com/scalesetpriority', values: ['spot'], because: 'spot' },
  { key: 'kubernetes.azure.com/priority', values: ['spot'], because: 'spot' },
  { key: 'node.kubernetes.io/lifecycle', values: ['spot'], because: 'spot' },
  { key: 'node-lifecycle', values: ['spot'], because: 'spot' },
  { key: 'lifecycle', values: ['Ec2Spot', 'spot'], because: 'spot' },
  { key: 'node-role.kubernetes.io/spot-worker', because: 'spot' },
  { key: 'spotinst.io/node-lifecycle', values: ['spot'], because: 'spot' },
  { key: 'scheduling.cast.ai/spot', values: ['true'], because: 'spot' },
  { key: 'oci.oraclecloud.com/oke-is-preemptible', values: ['true'], because: 'preemptible' },
  { key: 'machine.openshift.io/interruptible-instance', because: 'spot' },
];
