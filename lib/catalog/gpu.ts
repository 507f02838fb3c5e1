/** What a GPU is: memory as its driver reports it, bandwidth, and the MIG profiles that it can be cut into. */

import type { NodeArchitecture } from './instance';

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
  /** Memory in MiB as the driver reports it, which is `nvidia.com/gpu.memory`; of `unified` memory, the machine's. */
  readonly memoryMib: number;
  readonly memoryType: 'GDDR' | 'HBM' | 'LPDDR';
  /**
   * `unified`: it has the memory of its machine, and what models take of it is taken from the node.
   * @default 'own'
   */
  readonly memory?: 'own' | 'unified';
  /** Memory bandwidth of the data sheet in GB/s. */
  readonly bandwidthGbPerSecond: number;
  /** `8.9`; of AMD the target of its compiler: `gfx942`. */
  readonly computeCapability: string;
  readonly migProfiles: readonly MigProfile[];
  /** Processors of the machines that have it, where all are alike. @default - its machines have either */
  readonly architecture?: NodeArchitecture;
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
