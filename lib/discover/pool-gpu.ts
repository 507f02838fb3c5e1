/** The GPUs of a node as an overlay names them: their product, and how they are shared. */
import type { GpuCatalog } from '../catalog/gpu';
import { gpuLabel, gpusOf, type LiveGpus, type LiveNode } from '../inventory';
import { code, fields, type Fields } from './source';

/**
 * Product by the name that GKE gives to accelerators, since its own device plugin brings no GPU feature discovery.
 *
 * @see https://cloud.google.com/compute/docs/gpus
 */
const accelerators: Readonly<Record<string, string>> = {
  'nvidia-l4': 'NVIDIA-L4',
  'nvidia-tesla-t4': 'Tesla-T4',
  'nvidia-tesla-v100': 'Tesla-V100-SXM2-16GB',
  'nvidia-tesla-a100': 'NVIDIA-A100-SXM4-40GB',
  'nvidia-a100-80gb': 'NVIDIA-A100-SXM4-80GB',
  'nvidia-h100-80gb': 'NVIDIA-H100-80GB-HBM3',
  'nvidia-h100-mega-80gb': 'NVIDIA-H100-80GB-HBM3',
  'nvidia-h200-141gb': 'NVIDIA-H200',
  'nvidia-b200': 'NVIDIA-B200',
  'nvidia-rtx-pro-6000': 'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition',
};

export interface FoundGpus {
  readonly product: string;
  readonly cards: number;
  readonly sharing?: Fields;
  /** What the catalogue must be told of a product that it does not know. */
  readonly addition?: Fields;
}

/** Why the GPUs of a node cannot be declared. */
export interface Undeclarable {
  readonly because: string;
}

export const isUndeclarable = (found: FoundGpus | Undeclarable | undefined): found is Undeclarable => found !== undefined && 'because' in found;

function sharingOf({ sharing }: LiveGpus): Fields | undefined {
  if (sharing.by === 'none') return undefined;
  return sharing.by === 'mig' ? fields({ by: 'mig', profile: sharing.profile }) : fields({ by: sharing.by, replicas: sharing.replicas });
}

/** A GPU that the catalogue does not know, from what the driver says of it. */
function additionOf(node: LiveNode, product: string, memoryMib: number): Fields {
  const compute = `${gpuLabel(node, 'compute.major') ?? '8'}.${gpuLabel(node, 'compute.minor') ?? '0'}`;
  return {
    fields: [
      { key: 'product', value: product },
      { key: 'memoryMib', value: memoryMib },
      { key: 'memoryType', value: 'GDDR', comments: ["Fill in: 'HBM' or 'GDDR', and the bandwidth of its data sheet, from which the speed of answers is computed"] },
      { key: 'bandwidthGbPerSecond', value: 300 },
      { key: 'computeCapability', value: compute },
      { key: 'migProfiles', value: [] },
      { key: 'source', value: 'GPU feature discovery' },
    ],
  };
}

/** The GPUs of a node; absent when it has none. */
export function foundGpus(node: LiveNode, catalog: GpuCatalog): FoundGpus | Undeclarable | undefined {
  const gpus = gpusOf(node);
  if (gpus === undefined) return undefined;
  const { units, resource, cards, sharing, memoryMib } = gpus;
  const product = gpus.product ?? accelerators[node.labels['cloud.google.com/gke-accelerator'] ?? ''];
  if (product === undefined) return { because: `${units} ${resource} of a product that no label tells: let GPU feature discovery label it, and run this again` };
  if (sharing.by === 'mig' && !resource.includes('/mig-')) return { because: `slices of ${product} by MIG's strategy 'single': set it to 'mixed', so that slices have a name of their own, and run this again` };
  if (Object.hasOwn(catalog, product)) return { product, cards, sharing: sharingOf(gpus) };
  if (memoryMib === undefined) return { because: `GPUs ${product}, which the catalogue does not know, and whose memory no label tells: let GPU feature discovery label it, and run this again` };
  return { product, cards, sharing: sharingOf(gpus), addition: additionOf(node, product, memoryMib) };
}

/** `NVIDIA-L40S` → `l40s`, `NVIDIA-GeForce-RTX-4090` → `rtx-4090`: how people call it. */
export function shortName(product: string): string {
  const words = product.toLowerCase().replace(/^(nvidia|tesla)-/, '').replace(/^geforce-/, '').split('-');
  return words[0] === 'rtx' ? words.slice(0, 2).join('-') : (words[0] ?? product);
}

/** Key of an entry of a catalogue, spread where there is none. */
export const catalogOf = (gpus: ReadonlyMap<string, Fields>, instances: ReadonlyMap<string, Fields>): Fields | { readonly code: string } => {
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
