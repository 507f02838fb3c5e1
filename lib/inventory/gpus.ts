/** The GPUs of a live node: the resource that the device plugin offers, and what GPU feature discovery says of them. */
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
const isGpuResource = (resource: string): boolean => /^nvidia\.com\/(gpu(\.shared)?$|mig-)/.test(resource);

/** A label of GPU feature discovery. */
export const gpuLabel = ({ labels }: Pick<LiveNode, 'labels'>, suffix: string): string | undefined => labels[`${prefix}gpu.${suffix}`];

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** `NVIDIA-A100-SXM4-80GB-MIG-1g.10gb-SHARED` → the card. */
export const productOf = (node: Pick<LiveNode, 'labels'>): string | undefined => gpuLabel(node, 'product')?.replace(/-SHARED$/, '').replace(/-MIG-.*$/, '');

function sharingOf(node: LiveNode, resource: string): LiveSharing {
  const [, profile] = /mig-(.*)$/.exec(resource) ?? /-MIG-(\d+g\.\d+gb.*?)(?:-SHARED)?$/.exec(gpuLabel(node, 'product') ?? '') ?? [];
  if (profile !== undefined) return { by: 'mig', profile };
  const by = gpuLabel(node, 'sharing-strategy');
  const replicas = numberOf(gpuLabel(node, 'replicas')) ?? 1;
  return (by === 'time-slicing' || by === 'mps') && replicas > 1 ? { by, replicas } : { by: 'none' };
}

/** The GPUs of a node; absent when it offers none. Of several resources the one with most units counts. */
export function gpusOf(node: LiveNode): LiveGpus | undefined {
  const [largest] = Object.entries(node.allocatable).filter(([resource, units]) => isGpuResource(resource) && units > 0).sort(([, a], [, b]) => b - a);
  if (largest === undefined) return undefined;
  const [resource, units] = largest;
  const sharing = sharingOf(node, resource);
  const cards = numberOf(gpuLabel(node, 'count')) ?? (sharing.by === 'time-slicing' || sharing.by === 'mps' ? units / sharing.replicas : units);
  return { resource, units, product: productOf(node), memoryMib: numberOf(node.labels[`${resource}.memory`] ?? gpuLabel(node, 'memory')), cards, sharing };
}

/** Pods of others on a node that have units of a resource: `team-a/train (2)`. */
export const podsWith = ({ of }: Inventory, node: string, resource: string): readonly string[] =>
  of('Pod').filter((pod) => !isOurs(pod)).flatMap(({ spec, metadata: { namespace = '', name } }) => {
    const { nodeName, ...asking } = partOf<AskingPod & { readonly nodeName: string }>(spec);
    const units = nodeName === node ? (askedBy(asking)[resource] ?? 0) : 0;
    return units === 0 ? [] : [`${namespace}/${name} (${units})`];
  });
