/** Who made a node, of which machine type, for which pool of theirs: read from the labels that each provider sets. */
import type { Instance } from '../catalog';
import type { CapacityType, Provisioner } from '../environment';
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
  /** Labels that show its capacity, with the values that nodes of its pool have; none where only their absence shows it. */
  readonly capacityLabels: Readonly<Record<string, string | readonly string[]>>;
  /**
   * A capacity that no field of an overlay selects, such as reserved blocks: its nodes are found by labels of their
   * own.
   */
  readonly isUnusual: boolean;
}

const machineType = 'node.kubernetes.io/instance-type';

type Label = readonly [key: string, value: string];

interface Provider {
  readonly provisioner: Provisioner;
  readonly poolLabel: string;
  /** Labels of nodes that may vanish: the first is the one that `capacity: 'spot'` selects. */
  readonly spot: readonly [Label, ...Label[]];
  /** The label of other nodes, with the value that `capacity: 'on-demand'` selects; absent where they carry none. */
  readonly onDemand?: Label;
  readonly cloud: (labels: LiveNode['labels']) => Instance['cloud'];
}

/** Karpenter labels nodes of Azure with what AKS labels them. */
const isAzure = (labels: LiveNode['labels']): boolean =>
  Object.keys(labels).some((key) => key.startsWith('kubernetes.azure.com/') || key.startsWith('karpenter.azure.com/'));

/** Karpenter first: where it runs on AKS, its nodes carry labels of both. */
const providers: readonly Provider[] = [
  {
    provisioner: 'karpenter',
    poolLabel: 'karpenter.sh/nodepool',
    spot: [['karpenter.sh/capacity-type', 'spot']],
    onDemand: ['karpenter.sh/capacity-type', 'on-demand'],
    cloud: (labels) => (isAzure(labels) ? 'azure' : 'aws'),
  },
  {
    provisioner: 'eks-node-group',
    poolLabel: 'eks.amazonaws.com/nodegroup',
    spot: [['eks.amazonaws.com/capacityType', 'SPOT']],
    onDemand: ['eks.amazonaws.com/capacityType', 'ON_DEMAND'],
    cloud: () => 'aws',
  },
  {
    provisioner: 'gke',
    poolLabel: 'cloud.google.com/gke-nodepool',
    spot: [
      ['cloud.google.com/gke-spot', 'true'],
      ['cloud.google.com/gke-preemptible', 'true'],
      ['cloud.google.com/gke-flex-start', 'true'],
    ],
    cloud: () => 'gcp',
  },
  {
    provisioner: 'aks',
    poolLabel: 'kubernetes.azure.com/agentpool',
    spot: [
      ['kubernetes.azure.com/scalesetpriority', 'spot'],
      ['kubernetes.azure.com/priority', 'spot'],
    ],
    cloud: () => 'azure',
  },
];

/** A node of a provider without a label that all others of that provider have, and that selects them. */
export interface Unlabelled {
  readonly missing: string;
}

export const isUnlabelled = (origin: CloudOrigin | Unlabelled | undefined): origin is Unlabelled =>
  origin !== undefined && 'missing' in origin;

/** Where a node comes from; absent for a machine of one's own, or of a provider that Corral does not know. */
export function cloudOrigin({ labels }: LiveNode): CloudOrigin | Unlabelled | undefined {
  const provider = providers.find(({ poolLabel }) => labels[poolLabel] !== undefined);
  const type = labels[machineType];
  if (provider === undefined || type === undefined) return undefined;
  const { provisioner, poolLabel, spot, onDemand, cloud } = provider;
  const known = onDemand === undefined ? undefined : labels[onDemand[0]];
  if (onDemand !== undefined && known === undefined) return { missing: onDemand[0] };
  const vanishing = spot.find(([key, value]) => labels[key] === value);
  const capacityLabels =
    vanishing !== undefined
      ? { [vanishing[0]]: vanishing[1] }
      : onDemand === undefined
        ? {}
        : { [onDemand[0]]: known ?? '' };
  return {
    provisioner,
    poolLabel,
    type,
    cloud: cloud(labels),
    pool: labels[poolLabel] ?? '',
    capacity: vanishing === undefined ? 'on-demand' : 'spot',
    capacityLabels,
    isUnusual: vanishing === undefined ? known !== onDemand?.[1] : vanishing !== spot[0],
  };
}

/** Labels by which exactly these nodes are found, where machine type and capacity do not do. */
export const ownLabels = ({ poolLabel, pool, type, capacityLabels }: CloudOrigin): CloudOrigin['capacityLabels'] => ({
  [poolLabel]: pool,
  [machineType]: type,
  ...capacityLabels,
});

/** What the provider says of the capacity: `reserved`, `spot`, `gke-preemptible`, `on-demand-reserved`. */
export const capacityText = ({ capacity, capacityLabels, isUnusual }: CloudOrigin): string => {
  const [[key = '', value = ''] = []] = Object.entries(capacityLabels);
  return isUnusual ? (value === 'true' ? key.replace(/^.*\//, '') : [value].flat().join('-')) : capacity;
};

/**
 * The origin of nodes that one pool of a provider makes of several capacities, as Karpenter does where its NodePool
 * allows reserved and on-demand: a node that takes the place of another may be of either.
 */
export function commonOrigin(origins: readonly [CloudOrigin, ...CloudOrigin[]]): CloudOrigin {
  const [first] = origins;
  const values = (key: string): readonly string[] =>
    [...new Set(origins.flatMap(({ capacityLabels }) => capacityLabels[key] ?? []))].sort();
  const labels = Object.keys(first.capacityLabels).map((key) => [key, values(key)] as const);
  if (labels.every(([, { length }]) => length === 1)) return first;
  return { ...first, capacityLabels: Object.fromEntries(labels), isUnusual: true };
}
