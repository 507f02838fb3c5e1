/** Who made a node, of which machine type, for which pool of theirs: read from the labels that each provider sets. */
import type { Instance } from '../catalog/instance';
import type { CapacityType, Provisioner } from '../environment/node-pool';
import type { LiveNode } from '../inventory';

/** A node of a cloud. */
export interface CloudOrigin {
  readonly provisioner: Provisioner;
  readonly cloud: Instance['cloud'];
  /** Machine type as the cloud names it. */
  readonly type: string;
  readonly capacity: CapacityType;
  /** The provider's own pool: its label and value. */
  readonly poolLabel: string;
  readonly pool: string;
  /** Labels that tell its capacity; none where only its absence does. */
  readonly capacityLabels: Readonly<Record<string, string>>;
  /** A capacity that an overlay has no word for, such as reserved blocks: its nodes are found by labels of their own. */
  readonly isUnusual: boolean;
}

const machineType = 'node.kubernetes.io/instance-type';

interface Provider {
  readonly provisioner: Provisioner;
  readonly poolLabel: string;
  readonly capacityLabel: string;
  /** Value of the capacity label on spot nodes. */
  readonly spot: string;
  /** Value on others; absent where they have no such label. */
  readonly onDemand?: string;
  readonly cloud: (labels: LiveNode['labels']) => Instance['cloud'];
}

/** Karpenter labels nodes of Azure with what AKS labels them. */
const isAzure = (labels: LiveNode['labels']): boolean => Object.keys(labels).some((key) => key.startsWith('kubernetes.azure.com/') || key.startsWith('karpenter.azure.com/'));

/** Karpenter first: where it runs on AKS, its nodes carry labels of both. */
const providers: readonly Provider[] = [
  { provisioner: 'karpenter', poolLabel: 'karpenter.sh/nodepool', capacityLabel: 'karpenter.sh/capacity-type', spot: 'spot', onDemand: 'on-demand', cloud: (labels) => (isAzure(labels) ? 'azure' : 'aws') },
  { provisioner: 'eks-node-group', poolLabel: 'eks.amazonaws.com/nodegroup', capacityLabel: 'eks.amazonaws.com/capacityType', spot: 'SPOT', onDemand: 'ON_DEMAND', cloud: () => 'aws' },
  { provisioner: 'gke', poolLabel: 'cloud.google.com/gke-nodepool', capacityLabel: 'cloud.google.com/gke-spot', spot: 'true', cloud: () => 'gcp' },
  { provisioner: 'aks', poolLabel: 'kubernetes.azure.com/agentpool', capacityLabel: 'kubernetes.azure.com/scalesetpriority', spot: 'spot', cloud: () => 'azure' },
];

/** Where a node comes from; absent for a machine of one's own, or of a provider that Corral has no word for. */
export function cloudOrigin({ labels }: LiveNode): CloudOrigin | undefined {
  const provider = providers.find(({ poolLabel }) => labels[poolLabel] !== undefined);
  const type = labels[machineType];
  if (provider === undefined || type === undefined) return undefined;
  const { provisioner, poolLabel, capacityLabel, spot, onDemand, cloud } = provider;
  const value = labels[capacityLabel];
  return {
    provisioner, poolLabel, type,
    cloud: cloud(labels),
    pool: labels[poolLabel] ?? '',
    capacity: value === spot ? 'spot' : 'on-demand',
    capacityLabels: value === undefined ? {} : { [capacityLabel]: value },
    isUnusual: value !== spot && value !== onDemand,
  };
}

/** Labels by which exactly these nodes are found, where machine type and capacity do not do. */
export const ownLabels = ({ poolLabel, pool, type, capacityLabels }: CloudOrigin): Readonly<Record<string, string>> =>
  ({ [poolLabel]: pool, [machineType]: type, ...capacityLabels });
