/** The GPUs of a node as an overlay names them: their product, and how they are shared. */
import { bytes, inMib } from '../core';
import { type GpuCatalog, isWholeGpu, vendorOrNvidia } from '../catalog';
import { gpuLabel, gpusOf, knownGpu, type LiveGpus, type LiveNode } from '../inventory';
import { code, type Field, fields, type Fields } from './source';

export interface FoundGpus {
  readonly product: string;
  readonly cards: number;
  readonly sharing?: Fields;
  /** Resource of whole GPUs, where it is not the usual one. */
  readonly resource?: string;
  /** Groups that pods need to open the devices, which no label shows. */
  readonly groups: readonly Field[];
  /** What the catalogue needs to know of a product that it does not have. */
  readonly addition?: Fields;
}

/** Why the GPUs of a node cannot be declared. */
export interface Undeclarable {
  readonly because: string;
}

export const isUndeclarable = (found: FoundGpus | Undeclarable | undefined): found is Undeclarable =>
  found !== undefined && 'because' in found;

function sharingOf({ sharing, resource }: LiveGpus): Fields | undefined {
  if (sharing.by === 'none') return undefined;
  return sharing.by === 'mig'
    ? fields({ by: 'mig', profile: sharing.profile })
    : fields({
        by: sharing.by,
        replicas: sharing.replicas,
        named: isWholeGpu(vendorOrNvidia(resource), resource) ? 'usual-name' : undefined,
      });
}

/** Said where the driver reports no memory, as it does of memory that GPU and host share. */
const unreported =
  "Check: no label reports memory of the GPU, so it is taken to be that of the node (as on a DGX Spark). If the GPU has its own, write its size here, and leave out memory: 'unified'";

const speedComment = 'and the bandwidth from its data sheet; the speed of answers is computed from it';

/** A GPU that the catalogue does not know, from what the driver says of it. */
function additionOf(node: LiveNode, product: string, { memoryMib, resource }: LiveGpus): Fields {
  const compute = `${gpuLabel(node, 'compute.major', resource) ?? '8'}.${gpuLabel(node, 'compute.minor', resource) ?? '0'}`;
  const ofNode = Math.floor(inMib(bytes(node.capacity['memory'] ?? 0)));
  const memory: readonly Field[] =
    memoryMib === undefined
      ? [
          { key: 'memory', value: 'unified', comments: [unreported] },
          { key: 'memoryMib', value: ofNode },
          { key: 'memoryType', value: 'LPDDR', comments: [`Fill in: its kind of memory, ${speedComment}`] },
        ]
      : [
          { key: 'memoryMib', value: memoryMib },
          { key: 'memoryType', value: 'GDDR', comments: [`Fill in: 'HBM' or 'GDDR', ${speedComment}`] },
        ];
  return {
    fields: [
      { key: 'product', value: product },
      ...memory,
      { key: 'bandwidthGbPerSecond', value: 300 },
      { key: 'computeCapability', value: compute },
      { key: 'migProfiles', value: [] },
      { key: 'source', value: 'GPU feature discovery' },
    ],
  };
}

const groupsComment =
  'Fill in: what stat -c %g /dev/kfd /dev/dri/renderD128 prints on these nodes; [] if every user may open the devices';

/** What a pool says of its GPUs beside product and number. */
function asked({ resource }: LiveGpus): Pick<FoundGpus, 'resource' | 'groups'> {
  const vendor = vendorOrNvidia(resource);
  const isOther = isWholeGpu(vendor, resource) && resource !== vendor.resource;
  return {
    resource: isOther ? resource : undefined,
    groups: vendor.needsGroups ? [{ key: 'deviceGroups', value: [], comments: [groupsComment] }] : [],
  };
}

/**
 * The product of the catalogue that a node has, or what its labels or its provider call it.
 *
 * @param ofMachine product of the machine type, where no label of the node names it
 */
export function productFrom(
  node: LiveNode,
  { product, resource }: LiveGpus,
  catalog: GpuCatalog,
  ofMachine?: string,
): string | undefined {
  return (vendorOrNvidia(resource).needsGroups ? knownGpu(node, resource, catalog)?.product : product) ?? ofMachine;
}

/**
 * The GPUs of a node; absent when it has none.
 *
 * @param node with `whole`, the node as it is, where a pool uses a part of its GPU units
 */
export function foundGpus(
  node: LiveNode & { readonly whole?: LiveNode },
  catalog: GpuCatalog,
  ofMachine?: string,
): FoundGpus | Undeclarable | undefined {
  const gpus = gpusOf(node);
  if (gpus === undefined) return undefined;
  const { units, resource, cards, sharing } = gpus;
  const product = productFrom(node, gpus, catalog, ofMachine);
  const beside = asked(gpus);
  if (product === undefined) return { because: `${units} ${resource} of an unknown product${unknownText(gpus)}` };
  const known = Object.hasOwn(catalog, product) ? catalog[product] : undefined;
  if (sharing.by === 'mig') return slices(gpus, sharing.profile, product, known, node.whole !== undefined);
  return {
    product,
    cards,
    sharing: sharingOf(gpus),
    ...beside,
    addition: known === undefined ? additionOf(node, product, gpus) : undefined,
  };
}

/** How to find out which product it is. */
const unknownText = ({ product, resource }: LiveGpus): string => {
  const { labeller, memoryCommand, needsGroups, productLabel } = vendorOrNvidia(resource);
  if (!needsGroups) return ': let GPU feature discovery label the node, then run this command again';
  const called = product === undefined ? '' : ` (${product})`;
  const byLabels = productLabel === undefined ? '' : `${labeller}, then run this command again; or `;
  return `${called}: ${byLabels}add the GPU to catalog.gpus, with the memory that ${memoryCommand} prints, and write its pool by hand`;
};

/** Slices of one profile: as many on each GPU as it can be cut into, or so many of each node. */
function slices(
  { cards, units, resource, sharing }: LiveGpus,
  profile: string,
  product: string,
  known: GpuCatalog[string] | undefined,
  leavesOthers: boolean,
): FoundGpus | Undeclarable {
  const perGpu = known?.migProfiles.find((each) => each.profile === profile)?.perGpu;
  if (known === undefined || perGpu === undefined)
    return { because: `${units} ${resource}, a MIG profile that the catalogue does not have for ${product}` };
  // Where every GPU is cut, no label counts the GPUs.
  const whole = cards * perGpu === units ? cards : units / perGpu;
  // Without a number, preparation would cut all GPUs of the node alike.
  const isEven = Number.isInteger(whole) && !leavesOthers;
  return {
    product,
    cards: Math.ceil(whole),
    sharing: sharing.by === 'mig' ? fields({ by: 'mig', profile, units: isEven ? undefined : units }) : undefined,
    groups: [],
  };
}

/** `NVIDIA-L40S` → `l40s`, `NVIDIA-GeForce-RTX-4090` → `rtx-4090`: how people call it. */
export function shortName(product: string): string {
  const words = product
    .toLowerCase()
    .replace(/^(nvidia|tesla|amd-(instinct|radeon))-/, '')
    .replace(/^(geforce|pro|ai-pro)-/, '')
    .split('-');
  return words[0] === 'rtx' || words[0] === 'rx' ? words.slice(0, 2).join('-') : (words[0] ?? product);
}

/** Key of an entry of a catalogue, spread where there is none. */
export const catalogOf = (
  gpus: ReadonlyMap<string, Fields>,
  instances: ReadonlyMap<string, Fields>,
): Fields | { readonly code: string } => {
  const entries = (map: ReadonlyMap<string, Fields>) => ({ fields: [...map].map(([key, value]) => ({ key, value })) });
  if (gpus.size === 0 && instances.size === 0) return code('catalog');
  return {
    spread: ['catalog'],
    fields: [
      ...(gpus.size === 0 ? [] : [{ key: 'gpus', value: entries(gpus) }]),
      ...(instances.size === 0 ? [] : [{ key: 'instances', value: entries(instances) }]),
    ],
  };
};
