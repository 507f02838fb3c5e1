/** The labels by which pods find a pool's nodes: those that its provisioner or GPU feature discovery really sets. */
import { type Gpu, type NodeArchitecture, nodeLabelOf, vendorOf } from '../../catalog';
import type { LabelRequirement, Taint } from '../../core';
import type {
  CapacityType,
  CloudPoolInput,
  GpuSharing,
  LabelValues,
  MetalPoolInput,
  NodePool,
  Provisioner,
} from '../node-pool';

const isIn = (key: string, ...values: readonly string[]): LabelRequirement => ({ key, operator: 'In', values });
const isNot = (key: string, value: string): LabelRequirement => ({ key, operator: 'NotIn', values: [value] });

/** A label that each kubelet gives to its node. */
export const hostname = 'kubernetes.io/hostname';
const machineType = 'node.kubernetes.io/instance-type';
const gkeSpot = 'cloud.google.com/gke-spot';
/** Older and other kinds of nodes that vanish, which carry labels of their own. */
const gkeVanishing = [gkeSpot, 'cloud.google.com/gke-preemptible', 'cloud.google.com/gke-flex-start'] as const;
const aksPriority = 'kubernetes.azure.com/scalesetpriority';

/** A label that only spot nodes carry: others are those without it. */
const spotOnly = (key: string, value: string, capacity: CapacityType): LabelRequirement =>
  capacity === 'spot' ? isIn(key, value) : isNot(key, value);

const capacityLabels: Readonly<Record<Provisioner, (capacity: CapacityType) => readonly LabelRequirement[]>> = {
  karpenter: (capacity) => [isIn('karpenter.sh/capacity-type', capacity)],
  'eks-node-group': (capacity) => [isIn('eks.amazonaws.com/capacityType', capacity === 'spot' ? 'SPOT' : 'ON_DEMAND')],
  gke: (capacity) => (capacity === 'spot' ? [isIn(gkeSpot, 'true')] : gkeVanishing.map((key) => isNot(key, 'true'))),
  aks: (capacity) => [spotOnly(aksPriority, 'spot', capacity)],
};

const given = (labels: Readonly<Record<string, LabelValues>>): readonly LabelRequirement[] =>
  Object.entries(labels).map(([key, value]) => isIn(key, ...(typeof value === 'string' ? [value] : value)));

export const cloudSelector = (
  { labels }: CloudPoolInput,
  type: string,
  provisioner: Provisioner,
  capacity: CapacityType,
): readonly LabelRequirement[] =>
  labels === undefined ? [isIn(machineType, type), ...capacityLabels[provisioner](capacity)] : given(labels);

/** What GPU feature discovery adds to a product whose shares have the name of whole GPUs. */
const sharedSuffix = '-SHARED';

const isShared = (sharing: GpuSharing | undefined): boolean =>
  sharing !== undefined && sharing.by !== 'mig' && sharing.named === 'usual-name';

/**
 * By the label of a GPU. Renamed shares and MIG slices are resources of their own, which leave its product as it is; a
 * label that an owner has chosen says nothing of sharing.
 */
function gpuSelector(gpu: Gpu, sharing: GpuSharing | undefined): readonly LabelRequirement[] | undefined {
  const label = nodeLabelOf(gpu);
  const suffix = isShared(sharing) && label?.key === vendorOf(gpu).productLabel ? sharedSuffix : '';
  return label && [isIn(label.key, ...label.values.map((value) => `${value}${suffix}`))];
}

/**
 * Named nodes by name; others by the label of their GPUs, else by the operating system.
 *
 * @returns `undefined` where no label names the GPUs
 */
export function metalSelector(
  { labels, nodes, sharing }: MetalPoolInput,
  gpu: Gpu | undefined,
): readonly LabelRequirement[] | undefined {
  if (labels !== undefined) return given(labels);
  if (typeof nodes !== 'number') return [isIn(hostname, ...nodes)];
  return gpu === undefined ? [isIn('kubernetes.io/os', 'linux')] : gpuSelector(gpu, sharing);
}

const armTaint: Taint = { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' };

/** Taints that a provisioner puts on nodes by itself. */
export function automaticTaints(
  provisioner: Provisioner,
  capacity: CapacityType,
  gpu: Gpu | undefined,
  architecture: NodeArchitecture,
): readonly Taint[] {
  if (provisioner === 'aks' && capacity === 'spot') return [{ key: aksPriority, value: 'spot', effect: 'NoSchedule' }];
  if (provisioner !== 'gke') return [];
  const gpuTaint: readonly Taint[] =
    gpu === undefined ? [] : [{ key: vendorOf(gpu).taint, value: 'present', effect: 'NoSchedule' }];
  return [...gpuTaint, ...(architecture === 'arm64' ? [armTaint] : [])];
}

function shareValue(a: readonly string[], b: readonly string[]): boolean {
  const values = new Set(b);
  return a.some((value) => values.has(value));
}

function excludes(a: LabelRequirement, b: LabelRequirement): boolean {
  if (a.key !== b.key || a.operator !== 'In') return false;
  if (b.operator === 'In') return !shareValue(a.values ?? [], b.values ?? []);
  return b.operator === 'NotIn' && (a.values ?? []).every((value) => b.values?.includes(value));
}

type Pool = Pick<NodePool, 'on' | 'selector'>;

const byName = ({ selector }: Pool): boolean => selector.some(({ key }) => key === hostname);

/** One is a list of the cluster's own machines, by name; the other are machines of a cloud, which have other names. */
const areNamedApart = (a: Pool, b: Pool): boolean => a.on === 'metal' && b.on === 'cloud' && byName(a);

/** Whether no node can be in both pools: some label of one rules out the other. */
export const areApart = (a: Pool, b: Pool): boolean =>
  areNamedApart(a, b) ||
  areNamedApart(b, a) ||
  a.selector.some((left) => b.selector.some((right) => excludes(left, right) || excludes(right, left)));

/** `kubernetes.io/os in (linux)`: requirements as kubectl writes them. */
const selectorText = (selector: readonly LabelRequirement[]): string =>
  selector
    .map(({ key, operator, values }) => `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).join(', ')})`)
    .join(', ');

/** What two pools that are not apart have in common: the second is called as the sentence calls it. */
export const overlapText = (pool: Pool, other: Pool, otherName: string): string =>
  `a node can be in this pool, ${selectorText(pool.selector)}, and in ${otherName}, ${selectorText(other.selector)}`;
