/** What a GPU is: memory as its driver reports it, bandwidth, and the MIG profiles that it can be cut into. */

/** A slice that MIG cuts from a GPU. */
export interface MigProfile {
  /** Profile name as the resource carries it after `mig-`: `1g.10gb`. */
  readonly profile: string;
  /** Memory of one slice in MiB, as measured: the name rounds generously. */
  readonly memoryMib: number;
  /** Most slices of this profile on one GPU. */
  readonly perGpu: number;
  /** Slices of seven that compute. */
  readonly computeSlices: number;
  /** `measured`, or `lower bound`: 0.88 of the nominal gigabytes, the smallest share seen. */
  readonly memoryFrom: 'measured' | 'lower bound';
}

/** Vendors whose GPUs can serve models. */
export type GpuVendorName = 'nvidia' | 'amd' | 'intel';
export const gpuVendorNames = ['nvidia', 'amd', 'intel'] as const satisfies readonly GpuVendorName[];

/** A GPU type. */
export interface Gpu {
  /** @default 'nvidia' */
  readonly vendor?: GpuVendorName;
  /** Label value of `nvidia.com/gpu.product` as GPU feature discovery writes it: `NVIDIA-L40S`; else a name. */
  readonly product: string;
  /**
   * Label by which nodes with this GPU are known, and its values: one is enough.
   * @default - the label of the vendor with the product
   */
  readonly label?: { readonly key: string; readonly values: readonly string[] };
  /** Memory in MiB as the driver reports it, which is `nvidia.com/gpu.memory`. */
  readonly memoryMib: number;
  readonly memoryType: 'GDDR' | 'HBM';
  /** Memory bandwidth of the data sheet in GB/s. */
  readonly bandwidthGbPerSecond: number;
  /** `8.9`; of AMD the target of its compiler: `gfx942`. */
  readonly computeCapability: string;
  readonly migProfiles: readonly MigProfile[];
  /** Where the memory figure comes from. */
  readonly source: string;
  /**
   * `from documents`: documents and reports of others are all that is known, and nothing was run on a node with it.
   * @default - its labels and its memory are as such nodes show them
   */
  readonly proven?: 'from documents';
}

/** GPU types by product label. */
export type GpuCatalog = Readonly<Record<string, Gpu>>;
