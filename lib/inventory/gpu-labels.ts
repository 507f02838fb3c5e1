/** What the labels of a node say of its GPUs: their kinds, their product, and the facts of GPU feature discovery. */
import {
  type Gpu,
  type GpuCatalog,
  gpuVendors,
  nodeLabelOf,
  vendorOf,
  vendorOfResource,
  vendorOrNvidia,
  type GpuVendor,
} from '../catalog';
import { acceleratorLabel, productOfAccelerator } from './gke-accelerators';
import type { LiveNode } from './node';

type Labelled = Pick<LiveNode, 'labels'>;

/** A label that counts GPUs or says their memory or how they are shared; of a vendor without such labels, none. */
export function gpuLabel({ labels }: Labelled, suffix: string, resource?: string): string | undefined {
  const { factLabels } = vendorOrNvidia(resource);
  return factLabels === undefined ? undefined : labels[`${factLabels}${suffix}`];
}

/** A number of a label; absent where the driver reports none, which discovery writes as nothing, as 0 or not at all. */
export function numberOf(text: string | undefined): number | undefined {
  const number = Number(text ?? '');
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

/** What Intel adds to a value that it counts. */
const afterValue = /\.(count|present)$/;

/**
 * Values of a label of a node, under its older name too. Labellers write a counter for each kind of GPU in the node, and
 * AMD's the plain label only where there is one kind: `amd.com/gpu.product-name.NAME=4`.
 */
export function labelValues({ labels }: Labelled, key: string): readonly string[] {
  const names = [key, `beta.${key}`];
  const plain = names.flatMap((name) => labels[name] ?? []);
  const counted = Object.keys(labels).flatMap((each) => {
    const name = names.find((start) => each.startsWith(`${start}.`));
    return name === undefined ? [] : [each.slice(name.length + 1).replace(afterValue, '')];
  });
  return [...new Set([...plain, ...counted])].sort();
}

/** The label by which GPUs of one node are of different kinds, with its values; absent where none says so. */
export function differentKinds(
  node: Labelled,
  { kindLabels, parts }: GpuVendor,
): { readonly key: string; readonly values: readonly string[] } | undefined {
  const isCutUnevenly = parts?.labels.some((key) => labelValues(node, key).length > 1) === true;
  const sizes = isCutUnevenly ? [] : (parts?.sizes ?? []);
  return [...kindLabels, ...sizes]
    .map((key) => ({ key, values: labelValues(node, key) }))
    .find(({ values }) => values.length > 1);
}

/** `NVIDIA-A100-SXM4-80GB-MIG-1g.10gb-SHARED` → the card. */
const cardOf = (product: string): string => product.replace(/-SHARED$/, '').replace(/-MIG-.*$/, '');

const sliceProduct = /^nvidia\.com\/mig-.*\.product$/;

/**
 * Products of the cards behind a resource, by the labels of its vendor; a slice has a label of its own.
 *
 * @param resource Default: those of all vendors, where no device plugin offers a resource
 */
export function productsOf(node: Labelled, resource?: string): readonly string[] {
  const { labels } = node;
  const vendors = resource === undefined ? Object.values(gpuVendors) : [vendorOfResource(resource)];
  const ofUnit = resource === undefined ? undefined : labels[`${resource}.product`];
  if (ofUnit !== undefined) return [cardOf(ofUnit)];
  const named = vendors.flatMap((vendor) =>
    vendor?.productLabel === undefined ? [] : labelValues(node, vendor.productLabel),
  );
  if (named.length > 0) return [...new Set(named.map(cardOf))];
  // Where every GPU is cut, only the labels of the slices name it.
  const isOfSlices = resource === undefined || vendorOfResource(resource)?.sharing.includes('mig') === true;
  const slices = Object.entries(labels).flatMap(([key, value]) => (sliceProduct.test(key) ? [cardOf(value)] : []));
  if (slices.length > 0 && isOfSlices) return [...new Set(slices)];
  // GKE names the GPUs of a node by one label of its own, of whichever vendor.
  const byGke = vendors.some((vendor) => labels[acceleratorLabel]?.startsWith(`${vendor?.name ?? ''}-`));
  return [byGke ? productOfAccelerator(labels) : undefined].filter((product) => product !== undefined);
}

/** The product behind a resource, as far as labels name one. */
export const productOf = (node: Labelled, resource?: string): string | undefined => productsOf(node, resource)[0];

/**
 * Whether all GPUs of a node behind a resource are of one product; `undefined` where no label says so.
 *
 * @param resource Default: that of whole GPUs of its vendor
 */
export function carriesGpu(node: Labelled, gpu: Gpu, resource = vendorOf(gpu).resource): boolean | undefined {
  const label = nodeLabelOf(gpu);
  if (label === undefined) return undefined;
  // The product may have what sharing adds to it.
  const found = gpu.label === undefined ? productsOf(node, resource) : labelValues(node, label.key);
  return found.length === 0 ? undefined : found.every((value) => label.values.includes(value));
}

/** The GPU of a catalogue that all GPUs of a node behind a resource are. */
export const knownGpu = (node: Labelled, resource: string, catalog: GpuCatalog): Gpu | undefined =>
  Object.values(catalog).find(
    (gpu) => vendorOf(gpu) === vendorOfResource(resource) && carriesGpu(node, gpu, resource) === true,
  );

/** How the labels of a node call the GPUs behind a resource: by product, else by what sets kinds apart. */
export function shownKind(node: Labelled, resource: string): string | undefined {
  const products = productsOf(node, resource);
  if (products.length > 0) return products.join(', ');
  const [shown] = vendorOrNvidia(resource).kindLabels.flatMap((key) =>
    labelValues(node, key).map((value) => `${key}=${value}`),
  );
  return shown;
}
