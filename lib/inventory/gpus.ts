/** The GPUs of a live node: the resource that the device plugin offers, and what GPU feature discovery says of them. */
import { type Gpu, gpuVendors, nodeLabelOf, vendorOrNvidia } from '../catalog';
import { isServed } from './accelerators';
import { askedBy, type AskingPod } from './amounts';
import type { Inventory } from './inventory';
import { partOf } from './live-object';
import type { LiveNode } from './node';
import { isOurs } from './owner';

/** How one GPU serves several pods. */
export type LiveSharing =
  | { readonly by: 'none' }
  | { readonly by: 'time-slicing' | 'mps'; readonly replicas: number }
  | { readonly by: 'mig'; readonly profile: string };

export interface LiveGpus {
  /** Extended resource: `nvidia.com/gpu`, `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.10gb`, `amd.com/gpu`. */
  readonly resource: string;
  readonly units: number;
  /** Product of the card, without what sharing adds to it. @default - no discovery has labelled the node */
  readonly product?: string;
  /** Memory of one card or slice in MiB, as the driver reports it. */
  readonly memoryMib?: number;
  /** Cards of the node. */
  readonly cards: number;
  readonly sharing: LiveSharing;
}

const prefix = 'nvidia.com/';
/** A label of GPU feature discovery. */
export const gpuLabel = ({ labels }: Pick<LiveNode, 'labels'>, suffix: string): string | undefined =>
  labels[`${prefix}gpu.${suffix}`];

/** A number of a label; absent where the driver reports none, which discovery writes as nothing, as 0 or not at all. */
function numberOf(text: string | undefined): number | undefined {
  const number = Number(text ?? '');
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

/**
 * Values of a label of a node. AMD's labeller writes a counter for each kind of GPU in the node, under an older name
 * too, and the plain label only where there is one kind: `amd.com/gpu.product-name.NAME=4`.
 */
export function labelValues({ labels }: Pick<LiveNode, 'labels'>, key: string): readonly string[] {
  const plain = labels[key];
  if (plain !== undefined) return [plain];
  const counters = [`${key}.`, `beta.${key}.`];
  const values = Object.keys(labels).flatMap((each) => {
    const counter = counters.find((start) => each.startsWith(start));
    return counter === undefined ? [] : [each.slice(counter.length)];
  });
  return [...new Set(values)];
}

/** Whether a node has this GPU, by its label; `undefined` where no label says so. */
export function carriesGpu(node: Pick<LiveNode, 'labels'>, gpu: Gpu): boolean | undefined {
  const label = nodeLabelOf(gpu);
  if (label === undefined) return undefined;
  // The product may have what sharing adds to it.
  const found = gpu.label === undefined ? [productOf(node) ?? []].flat() : labelValues(node, label.key);
  return found.length === 0 ? undefined : found.some((value) => label.values.includes(value));
}

/** `NVIDIA-A100-SXM4-80GB-MIG-1g.10gb-SHARED` → the card. */
export function productOf(node: Pick<LiveNode, 'labels'>): string | undefined {
  // Where every GPU is cut, only the labels of the slices name it.
  const slice = Object.entries(node.labels).find(([key]) => /^nvidia\.com\/mig-.*\.product$/.test(key))?.[1];
  const [named = slice] = Object.values(gpuVendors).flatMap(({ productLabel }) =>
    productLabel === undefined ? [] : labelValues(node, productLabel),
  );
  return named?.replace(/-SHARED$/, '').replace(/-MIG-.*$/, '');
}

/** Labels of GKE, whose own device plugin brings no GPU feature discovery. */
const gke = 'cloud.google.com/gke-';

function sharingOf(node: LiveNode, resource: string): LiveSharing {
  const [, profile] =
    /mig-(.*)$/.exec(resource) ?? /-MIG-(\d+g\.\d+gb.*?)(?:-SHARED)?$/.exec(gpuLabel(node, 'product') ?? '') ?? [];
  const partition = profile ?? node.labels[`${gke}gpu-partition-size`];
  // A resource name has no plus: `mig-1g.10gb.me` is profile `1g.10gb+me`.
  if (partition !== undefined) return { by: 'mig', profile: partition.replace(/^(\d+g\.\d+gb)\./, '$1+') };
  const byGke = node.labels[`${gke}gpu-sharing-strategy`];
  // Shares have a name of their own, or a product that says so: without either the labels are older than the device
  // plugin's configuration.
  const isNamed =
    resource.endsWith('.shared') || gpuLabel(node, 'product')?.endsWith('-SHARED') === true || byGke !== undefined;
  const by = gpuLabel(node, 'sharing-strategy') ?? byGke;
  const replicas = numberOf(gpuLabel(node, 'replicas') ?? node.labels[`${gke}max-shared-clients-per-gpu`]) ?? 1;
  if (replicas <= 1 || !isNamed) return { by: 'none' };
  if (by === 'mps') return { by, replicas };
  return by === 'time-slicing' || by === 'time-sharing' ? { by: 'time-slicing', replicas } : { by: 'none' };
}

/** MiB behind a unit, as labels report them: of the slice or the card, or what a rounded figure allows. */
function memoryOf(node: LiveNode, resource: string): number | undefined {
  const [, gib] = /^(\d+)G$/.exec(node.labels[vendorOrNvidia(resource).gibLabel ?? ''] ?? '') ?? [];
  const rounded = gib === undefined ? undefined : `${Number(gib) * 1024}`;
  return numberOf(node.labels[`${resource}.memory`] ?? gpuLabel(node, 'memory') ?? rounded);
}

/** Units that a node offers; those whose product no label names, as of a processor, only where there are no others. */
export function unitsOf({ allocatable }: Pick<LiveNode, 'allocatable'>): readonly (readonly [string, number])[] {
  const units = Object.entries(allocatable).filter(([resource, count]) => isServed(resource) && count > 0);
  const known = units.filter(([resource]) => vendorOrNvidia(resource).productLabel !== undefined);
  return known.length > 0 ? known : units;
}

/**
 * The GPUs of a node; absent when it offers none. Of several resources the one with most units counts.
 *
 * @param wanted a resource that counts where the node offers it
 */
export function gpusOf(node: LiveNode, wanted?: string): LiveGpus | undefined {
  const [largest] = unitsOf(node).toSorted(
    ([a, most], [b, more]) => Number(b === wanted) - Number(a === wanted) || more - most,
  );
  if (largest === undefined) return undefined;
  const [resource, units] = largest;
  const sharing = sharingOf(node, resource);
  const cards =
    numberOf(gpuLabel(node, 'count')) ??
    (sharing.by === 'time-slicing' || sharing.by === 'mps' ? units / sharing.replicas : units);
  return {
    resource,
    units,
    product: productOf(node),
    memoryMib: memoryOf(node, resource),
    cards,
    sharing,
  };
}

/** Pods of others on a node that have units of a resource: `team-a/train (2)`. */
export const podsWith = ({ of }: Inventory, node: string, resource: string): readonly string[] =>
  of('Pod')
    .filter((pod) => !isOurs(pod))
    .flatMap(({ spec, metadata: { namespace = '', name } }) => {
      const { nodeName, ...asking } = partOf<AskingPod & { readonly nodeName: string }>(spec);
      const units = nodeName === node ? (askedBy(asking)[resource] ?? 0) : 0;
      return units === 0 ? [] : [`${namespace}/${name} (${units})`];
    });
