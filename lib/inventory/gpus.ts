/** The GPUs of a live node: the resource that the device plugin offers, and what the labels say of them. */
import { vendorOrNvidia } from '../catalog';
import { isServed } from './accelerators';
import { askedBy, type AskingPod } from './amounts';
import { gpuLabel, labelValues, numberOf, productOf } from './gpu-labels';
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

/** `1g.10gb+me`: the profile of a slice by its resource, which has no plus in its name: `nvidia.com/mig-1g.10gb.me`. */
export const profileOf = (resource: string): string | undefined =>
  /\/mig-(.*)$/.exec(resource)?.[1]?.replace(/^(\d+g\.\d+gb)\./, '$1+');

/** Labels of GKE, whose own device plugin brings no GPU feature discovery. */
const gke = 'cloud.google.com/gke-';

/** Slices that have the name of whole GPUs: the strategy `single`, and GKE. */
function slicesAsWhole(node: LiveNode, resource: string): string | undefined {
  const [, profile] = /-MIG-(\d+g\.\d+gb.*?)(?:-SHARED)?$/.exec(gpuLabel(node, 'product', resource) ?? '') ?? [];
  return profile?.replace(/^(\d+g\.\d+gb)\./, '$1+') ?? node.labels[`${gke}gpu-partition-size`];
}

function sharingOf(node: LiveNode, resource: string): LiveSharing {
  const vendor = vendorOrNvidia(resource);
  if (vendor.sharing.length === 0) return { by: 'none' };
  const profile = profileOf(resource) ?? slicesAsWhole(node, resource);
  if (profile !== undefined) return { by: 'mig', profile };
  const byGke = node.labels[`${gke}gpu-sharing-strategy`];
  // Shares have a name of their own, or a product that says so: without either the labels are older than the device
  // plugin's configuration.
  const isNamed =
    resource.endsWith('.shared') ||
    gpuLabel(node, 'product', resource)?.endsWith('-SHARED') === true ||
    byGke !== undefined;
  const by = gpuLabel(node, 'sharing-strategy', resource) ?? byGke;
  const labelled = gpuLabel(node, 'replicas', resource) ?? node.labels[`${gke}max-shared-clients-per-gpu`];
  const replicas = numberOf(labelled) ?? 1;
  if (replicas <= 1 || !isNamed) return { by: 'none' };
  if (by === 'mps') return { by, replicas };
  return by === 'time-slicing' || by === 'time-sharing' ? { by: 'time-slicing', replicas } : { by: 'none' };
}

/** MiB behind a unit, as labels report them: of the slice or the card, or what a rounded figure allows. */
function memoryOf(node: LiveNode, resource: string): number | undefined {
  const ofUnit = numberOf(node.labels[`${resource}.memory`]);
  // The label of the card says nothing of a slice of it.
  if (ofUnit !== undefined || profileOf(resource) !== undefined) return ofUnit;
  const { gibLabel } = vendorOrNvidia(resource);
  const [rounded = '', ...others] = gibLabel === undefined ? [] : labelValues(node, gibLabel);
  const [, gib] = (others.length === 0 && /^(\d+)G$/.exec(rounded)) || [];
  return numberOf(gpuLabel(node, 'memory', resource) ?? (gib === undefined ? undefined : `${Number(gib) * 1024}`));
}

/** Units of GPUs that a node offers, by resource. */
export type Units = readonly [resource: string, count: number];

/** Units of all kinds. */
export const allUnitsOf = ({ allocatable }: Pick<LiveNode, 'allocatable'>): readonly Units[] =>
  Object.entries(allocatable).filter(([resource, count]) => isServed(resource) && count > 0);

/** Units that a node offers; those whose product no label names, as of a processor, only where there are no others. */
export function unitsOf(node: Pick<LiveNode, 'allocatable'>): readonly Units[] {
  const units = allUnitsOf(node);
  const known = units.filter(([resource]) => vendorOrNvidia(resource).productLabel !== undefined);
  return known.length > 0 ? known : units;
}

/** Units of a resource that a node offers, else those of which it has most. */
function chosenOf(node: LiveNode, wanted = ''): Units | undefined {
  const offered = isServed(wanted) ? (node.allocatable[wanted] ?? 0) : 0;
  return offered > 0 ? [wanted, offered] : unitsOf(node).toSorted(([, a], [, b]) => b - a)[0];
}

/**
 * The GPUs of a node; absent when it offers none. Of several resources the one with most units counts.
 *
 * @param wanted a resource that counts where the node offers it
 */
export function gpusOf(node: LiveNode, wanted?: string): LiveGpus | undefined {
  const chosen = chosenOf(node, wanted);
  if (chosen === undefined) return undefined;
  const [resource, units] = chosen;
  const sharing = sharingOf(node, resource);
  const isShared = sharing.by === 'time-slicing' || sharing.by === 'mps';
  const labelled = sharing.by === 'none' ? undefined : numberOf(gpuLabel(node, 'count', resource));
  const cards = labelled ?? (isShared ? units / sharing.replicas : units);
  return {
    resource,
    units,
    product: productOf(node, resource),
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
