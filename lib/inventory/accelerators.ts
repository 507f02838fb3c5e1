/**
 * Accelerators that a node shows and Corral does not serve, and signs of GPUs that no device plugin offers. Tables and
 * look-ups.
 */
import { type GpuVendor, gpuVendors, isGpuUnit, vendorOfResource } from '../catalog';
import type { Amounts } from './amounts';

/** Resources of device plugins by vendor: what they begin with. */
const vendors: readonly string[] = [
  'amd.com/',
  'gpu.intel.com/',
  'habana.ai/',
  'aws.amazon.com/neuron',
  'google.com/tpu',
  'cloud-tpus.google.com/',
  'qualcomm.com/',
  'huawei.com/',
  'cambricon.com/',
  'hygon.com/',
  'metax-tech.com/',
  'mthreads.com/',
  'iluvatar.ai/',
  'iluvatar.com/',
  'rebellions.ai/',
  'furiosa.ai/',
  'tenstorrent.com/',
  'xilinx.com/',
  'kunlunxin.com/',
  'enflame.com/',
  'biren.com/',
  'sophgo.com/',
];

/**
 * Resources of what splits NVIDIA's GPUs by other means than NVIDIA's device plugin, and of GPUs that are given to
 * virtual machines.
 */
const otherways: readonly RegExp[] = [
  /^aliyun\.com\/gpu/,
  /^tencent\.com\/vcuda/,
  /^volcano\.sh\/vgpu/,
  /^nvidia\.com\/(gpu(mem|cores|-)|vgpu|NVIDIA_|GRID|[GT][A-Z]\d{3})/,
];

/** `1 nvidia.com/gpumem`: a resource by which others split or pass on GPUs that NVIDIA's device plugin offers too. */
export const splitOtherwise = (allocatable: Amounts): string | undefined =>
  Object.keys(allocatable).find(
    (resource) => (allocatable[resource] ?? 0) > 0 && otherways.some((way) => way.test(resource)),
  );

/** A name that says what it is, of a vendor that is not in the table. */
const byName = /\/(?:.*[._-])?(?:v?gpus?|npus?|tpus?|hpus?|xpus?|dcus?|mlus?)(?:[._-].*)?$/i;

/** Whether Corral serves models on the resource: whole GPUs, renamed shares, slices of MIG. */
export function isServed(resource: string): boolean {
  const vendor = vendorOfResource(resource);
  return vendor !== undefined && isGpuUnit(vendor, resource);
}

const isAccelerator = (resource: string): boolean =>
  !isServed(resource) &&
  (vendors.some((vendor) => resource.startsWith(vendor)) ||
    otherways.some((way) => way.test(resource)) ||
    byName.test(resource));

const largest = (capacity: Amounts, allocatable: Amounts, resource: string): number =>
  Math.max(capacity[resource] ?? 0, allocatable[resource] ?? 0);

/** `8 amd.com/gpu`: accelerators of a node that Corral does not serve, offered now or not. */
export const unserved = (capacity: Amounts, allocatable: Amounts): readonly string[] =>
  [...new Set([...Object.keys(capacity), ...Object.keys(allocatable)])]
    .filter((resource) => isAccelerator(resource) && largest(capacity, allocatable, resource) > 0)
    .sort()
    .map((resource) => `${largest(capacity, allocatable, resource)} ${resource}`);

type Labels = Readonly<Record<string, string>>;

/** Labels that show accelerators of other vendors where no device plugin offers them. */
const unservedLabels: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^cloud\.google\.com\/gke-tpu-accelerator$/, /./],
  [/^karpenter\.k8s\.aws\/instance-accelerator-name$/, /./],
  [/^karpenter\.k8s\.aws\/instance-gpu-manufacturer$/, /^(?!nvidia$)/],
  [/^karpenter\.azure\.com\/sku-gpu-manufacturer$/, /^(?!(nvidia|amd)$)/i],
  [/^nvidia\.com\/gpu\.workload\.config$/, /^vm-/],
];

const found = (labels: Labels, table: GpuVendor['signs']): string | undefined => {
  const [sign] = Object.entries(labels).filter(([key, value]) =>
    table.some(([known, wanted]) => known.test(key) && wanted.test(value)),
  );
  return sign === undefined ? undefined : sign.join('=');
};

/** `feature.node.kubernetes.io/amd-gpu=true`: a label by which a node has accelerators that Corral does not support. */
export const unservedSign = (labels: Labels): string | undefined => found(labels, unservedLabels);

/** `nvidia.com/gpu.present=true`: a label by which a node has GPUs of a vendor, with the vendor. */
export function gpuSign(labels: Labels): { readonly sign: string; readonly vendor: GpuVendor } | undefined {
  // The label of a provider that names a GPU of any vendor is among those of NVIDIA: others are looked for first.
  for (const vendor of Object.values(gpuVendors).reverse()) {
    const sign = found(labels, vendor.signs);
    if (sign !== undefined) return { sign, vendor };
  }
  return undefined;
}
