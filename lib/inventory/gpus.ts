/** The GPUs of a live node: the resource that the device plugin offers, and what GPU feature discovery says of them. */
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
  /** Extended resource: `nvidia.com/gpu`, `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.10gb`. */
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

/** `NVIDIA-A100-SXM4-80GB-MIG-1g.10gb-SHARED` → the card. */
export function productOf(node: Pick<LiveNode, 'labels'>): string | undefined {
  // Where every GPU is cut, only the labels of the slices name it.
  const slice = Object.entries(node.labels).find(([key]) => /^nvidia\.com\/mig-.*\.product$/.test(key))?.[1];
  return (gpuLabel(node, 'product') ?? slice)?.replace(/-SHARED$/, '').replace(/-MIG-.*$/, '');
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

/** The GPUs of a node; absent when it offers none. Of several resources the one with most units counts. */
export function gpusOf(node: LiveNode): LiveGpus | undefined {
  const [largest] = Object.entries(node.allocatable)
    .filter(([resource, units]) => isServed(resource) && units > 0)
    .sort(([, a], [, b]) => b - a);
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
    memoryMib: numberOf(node.labels[`${resource}.memory`] ?? gpuLabel(node, 'memory')),
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
