/** What differs between the vendors of GPUs, as one table: nothing else asks which vendor a GPU is of. */
import { type DeviceDriver, deviceClassOf } from './device-classes';
import type { Gpu, GpuVendorName } from './gpu';
import type { Image } from './image';
import { images } from './images';

export interface GpuVendor {
  readonly name: GpuVendorName;
  /** As people call it. */
  readonly called: string;
  /** How the names of the resources of its device plugin begin. */
  readonly prefix: string;
  /** Resource of a whole GPU. */
  readonly resource: string;
  /** Other resources that may stand for a whole GPU, which a pool then states. @default - none */
  readonly otherResources?: { readonly form: RegExp; readonly says: string };
  /** How a whole GPU can be shared. */
  readonly sharing: readonly ('time-slicing' | 'mps' | 'mig')[];
  /** Its driver for dynamic resource allocation. @default - no claims for its GPUs */
  readonly dra?: DeviceDriver;
  /** Label with the name of the product. @default - its labels do not name the product */
  readonly productLabel?: string;
  /** Labels that have one value where all GPUs of a node are of one kind, the product first. */
  readonly kindLabels: readonly string[];
  /** How the labels begin that count the GPUs and say their memory and how they are shared. @default - none do */
  readonly factLabels?: string;
  /** Label with the memory of a GPU in whole GiB, rounded: `192G`. @default - no such label */
  readonly gibLabel?: string;
  /**
   * Labels that say into which parts GPUs are cut, where parts have the name of whole GPUs, and the value of those that
   * are not cut; labels of sizes, which differ between parts too. @default - parts have names of their own
   */
  readonly parts?: { readonly labels: readonly string[]; readonly whole: RegExp; readonly sizes: readonly string[] };
  /** Labels that show such GPUs where no device plugin offers them: of providers and of feature discovery. */
  readonly signs: readonly (readonly [key: RegExp, value: RegExp])[];
  /** Key of the taint `NoSchedule` that GPU nodes usually carry. */
  readonly taint: string;
  /** Whether its pods need the RuntimeClass of the GPU operator, where it is not the default of the nodes. */
  readonly needsRuntimeClass: boolean;
  /** What engines of llama.cpp call a GPU, before its number: `CUDA` makes `CUDA0`. */
  readonly device: string;
  /** What a program of llama.cpp computes with on such a GPU, and whether its memory beside all buffers was measured. */
  readonly runtime: { readonly called: string; readonly isMeasured: boolean };
  /** Variables of each container with GPUs. */
  readonly variables: Readonly<Record<string, string>>;
  /** The image of each engine that has one. */
  readonly images: { readonly llamaServer: Image; readonly ollama?: Image };
  /**
   * Memory that driver and program take of a GPU before anything is loaded, at least, by the type of its memory: it
   * counts where it is more than the part that is always left out.
   * @default - nothing beside that part
   */
  readonly atStart?: Readonly<Record<Gpu['memoryType'], { readonly mib: number; readonly because: string }>>;
  /** Whether the container sees devices with the numeric groups of the node, which pods then need. */
  readonly needsGroups: boolean;
  /** The exporter of its metrics, which the cluster provides. @default - no metrics of its GPUs are known */
  readonly exporter?: 'dcgm-exporter' | 'amd-metrics-exporter';
  /** What the cluster needs so that a node offers its GPUs. */
  readonly devicePlugin: string;
  /** What writes the labels of nodes with GPUs, and its product among them. @default - nothing does */
  readonly labelledBy?: string;
  /** What lets it write them. */
  readonly labeller: string;
  /** Command that shows the GPUs on the node. */
  readonly tool: string;
  /** Command that shows their memory, and whether ECC is on. */
  readonly memoryCommand: string;
}

/**
 * NVIDIA: as the GPU operator and its device plugin set it. AMD: the sources of ROCm/k8s-device-plugin and
 * ROCm/gpu-operator 1.5, and what llama-server prints on hosts of public issues (`--list-devices`: total less free).
 * Intel: intel/intel-device-plugins-for-kubernetes of 2026-06. Claims: kubernetes-sigs/dra-driver-nvidia-gpu of 2026-08
 * and ROCm/k8s-gpu-dra-driver of 2025-10.
 */
const table = {
  nvidia: {
    name: 'nvidia',
    called: 'NVIDIA',
    prefix: 'nvidia.com/',
    resource: 'nvidia.com/gpu',
    sharing: ['time-slicing', 'mps', 'mig'],
    dra: {
      name: 'gpu.nvidia.com',
      whole: 'gpu.nvidia.com',
      wholeHave: { type: ['gpu'] },
      slices: 'mig.nvidia.com',
      slicesHave: { type: ['mig'] },
      namesProducts: true,
      install: "install NVIDIA's DRA driver (kubernetes-sigs/dra-driver-nvidia-gpu), which brings the class",
    },
    productLabel: 'nvidia.com/gpu.product',
    kindLabels: ['nvidia.com/gpu.product'],
    factLabels: 'nvidia.com/gpu.',
    signs: [
      [/^nvidia\.com\/gpu\.present$/, /^true$/],
      [/^nvidia\.com\/gpu\.product$/, /./],
      [/^cloud\.google\.com\/gke-accelerator$/, /^nvidia-/],
      [/^(kubernetes\.azure\.com\/)?accelerator$/, /^nvidia$/],
      [/^karpenter\.k8s\.aws\/instance-gpu-name$/, /./],
      [/^eks\.amazonaws\.com\/instance-gpu-name$/, /./],
      [/^karpenter\.azure\.com\/sku-gpu-name$/, /./],
      [/^k8s\.amazonaws\.com\/accelerator$/, /./],
      [/^feature\.node\.kubernetes\.io\/pci-(030[02]_)?10de\.present$/, /^true$/],
    ],
    taint: 'nvidia.com/gpu',
    needsRuntimeClass: true,
    device: 'CUDA',
    runtime: { called: 'CUDA', isMeasured: true },
    variables: { CUDA_CACHE_PATH: '/tmp/cuda' },
    images: { llamaServer: images.llamaServerCuda, ollama: images.ollama },
    needsGroups: false,
    exporter: 'dcgm-exporter',
    devicePlugin: 'run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator',
    labelledBy: 'GPU feature discovery',
    labeller: 'let GPU feature discovery label the node: gfd.enabled=true of the GPU operator',
    tool: 'nvidia-smi',
    memoryCommand: 'nvidia-smi -q -d MEMORY,ECC',
  },
  amd: {
    name: 'amd',
    called: 'AMD',
    prefix: 'amd.com/',
    resource: 'amd.com/gpu',
    otherResources: {
      form: /^amd\.com\/spx_nps\d$/,
      says: "'amd.com/spx_nps1', as the device plugin names whole GPUs with the strategy 'mixed'",
    },
    sharing: [],
    dra: {
      name: 'gpu.amd.com',
      whole: 'gpu.amd.com',
      wholeHave: { type: ['amdgpu'] },
      install: "let AMD's GPU operator run its DRA driver: spec.draDriver.enable, without the device plugin",
    },
    productLabel: 'amd.com/gpu.product-name',
    kindLabels: ['amd.com/gpu.product-name', 'amd.com/gpu.device-id'],
    gibLabel: 'amd.com/gpu.vram',
    parts: {
      labels: ['amd.com/gpu.compute-memory-partition', 'amd.com/compute-memory-partition'],
      whole: /^spx_/,
      sizes: ['amd.com/gpu.vram', 'amd.com/gpu.cu-count'],
    },
    signs: [
      [/^feature\.node\.kubernetes\.io\/amd-v?gpu$/, /^true$/],
      [/^(beta\.)?amd\.com\/gpu\./, /./],
      [/^(kubernetes\.azure\.com\/)?accelerator$/, /^amd$/],
      [/^karpenter\.azure\.com\/sku-gpu-manufacturer$/, /^amd$/i],
    ],
    taint: 'amd.com/gpu',
    needsRuntimeClass: false,
    device: 'ROCm',
    runtime: { called: 'HIP', isMeasured: false },
    variables: {},
    images: { llamaServer: images.llamaServerRocm, ollama: images.ollamaRocm },
    atStart: {
      HBM: { mib: 640, because: 'HIP and firmware of an Instinct: 586 MiB reported on an MI355X' },
      GDDR: { mib: 512, because: 'HIP and firmware of a Radeon: 66 to 458 MiB reported' },
      LPDDR: { mib: 640, because: 'none reported with memory of the machine: as of an Instinct' },
    },
    needsGroups: true,
    exporter: 'amd-metrics-exporter',
    devicePlugin: "run AMD's device plugin on the node: its GPU operator, or the DaemonSet of ROCm/k8s-device-plugin",
    labelledBy: "AMD's node labeller",
    labeller: "let AMD's node labeller label the node, started with -device-id, -product-name and -vram",
    tool: 'rocm-smi',
    memoryCommand: 'rocm-smi --showmeminfo vram --showrasinfo',
  },
  intel: {
    name: 'intel',
    called: 'Intel',
    prefix: 'gpu.intel.com/',
    resource: 'gpu.intel.com/i915',
    otherResources: { form: /^gpu\.intel\.com\/xe$/, says: "'gpu.intel.com/xe', as on Battlemage and Lunar Lake" },
    sharing: [],
    kindLabels: ['gpu.intel.com/product', 'gpu.intel.com/device-id'],
    signs: [[/^intel\.feature\.node\.kubernetes\.io\/gpu$/, /^true$/]],
    taint: 'gpu.intel.com/i915',
    needsRuntimeClass: false,
    device: 'Vulkan',
    runtime: { called: 'Vulkan', isMeasured: false },
    variables: {},
    images: { llamaServer: images.llamaServerVulkan },
    atStart: {
      HBM: { mib: 1024, because: 'Vulkan: 811 MiB reported on another GPU of 24 GB, none measured on Intel' },
      GDDR: { mib: 1024, because: 'Vulkan: 811 MiB reported on another GPU of 24 GB, none measured on Intel' },
      LPDDR: { mib: 1024, because: 'Vulkan: 811 MiB reported on another GPU of 24 GB, none measured on Intel' },
    },
    needsGroups: true,
    devicePlugin: "run Intel's device plugin on the node, with shared-dev-num 1",
    labeller: 'write the label by hand: no label names the product',
    tool: 'intel_gpu_top',
    memoryCommand: 'intel_gpu_top -L',
  },
} as const satisfies Readonly<Record<GpuVendorName, GpuVendor>>;

/** The vendors by name. */
export const gpuVendors: Readonly<Record<GpuVendorName, GpuVendor>> = table;

/** The vendor of a GPU. */
export const vendorOf = ({ vendor = 'nvidia' }: Pick<Gpu, 'vendor'>): GpuVendor => gpuVendors[vendor];

/** The vendor of an extended resource, by how its name begins; of the devices of a class, by the class. */
export function vendorOfResource(resource: string): GpuVendor | undefined {
  const deviceClass = deviceClassOf(resource);
  return Object.values(gpuVendors).find(({ prefix, dra }) =>
    deviceClass === undefined ? resource.startsWith(prefix) : [dra?.whole, dra?.slices].includes(deviceClass),
  );
}

/** Whether a resource is a whole GPU of a vendor. */
export const isWholeGpu = ({ resource, otherResources }: GpuVendor, asked: string): boolean =>
  asked === resource || otherResources?.form.test(asked) === true;

/** Whether a resource is what pods can use of a vendor's GPUs: whole ones, renamed shares, slices of MIG. */
export const isGpuUnit = (vendor: GpuVendor, asked: string): boolean =>
  isWholeGpu(vendor, asked) ||
  (vendor.sharing.length > 0 && (asked === `${vendor.resource}.shared` || asked.startsWith(`${vendor.prefix}mig-`)));

/** The vendor of the GPUs of a container: NVIDIA for a name of which nothing is known. */
export const vendorOrNvidia = (resource: string | undefined): GpuVendor =>
  vendorOfResource(resource ?? '') ?? gpuVendors.nvidia;

/** Label of nodes that have a GPU, with its values; `undefined` where no label names the product. */
export function nodeLabelOf(gpu: Gpu): NonNullable<Gpu['label']> | undefined {
  if (gpu.label !== undefined) return gpu.label;
  const { productLabel } = vendorOf(gpu);
  return productLabel === undefined ? undefined : { key: productLabel, values: [gpu.product] };
}
