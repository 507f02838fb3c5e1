/**
 * Turns the compact rows of one series of Azure into machine types; the numbers are the rows', the sources are stated
 * here.
 */
import type { Instance, NodeArchitecture, Price } from '../instance';
import { aksAllocatable } from './aks-allocatable';

/** One size. GPUs and local disks come last, so that a row of a CPU series ends at its price. */
type AzureRow = readonly [
  vcpu: number,
  memoryGib: number,
  networkMbps: number,
  usdPerHour: number | undefined,
  gpus?: number,
  localNvmeGb?: number,
];

const price = (usdPerHour: number, region: string): Price => ({
  usdPerHour,
  region,
  date: '2026-06-18',
  source: 'Azure/karpenter-provider-azure pkg/providers/pricing/zz_generated.pricing.go',
});

/** What the sizes of a series have in common. */
interface AzureSeries<Product extends string> {
  readonly product?: Product;
  readonly architecture?: NodeArchitecture;
  /** @default 'eastus' */
  readonly region?: string;
}

/**
 * The sizes of a series, by key `azure/Standard_<size>`. Sizes: the API of Azure's sizes as microsoft/aspire
 * `AksNodeVmSizes.Generated.cs` has it. Network and NVMe: MicrosoftDocs/azure-compute-docs
 * `articles/virtual-machines/sizes`, where the bandwidth is the highest. A temporary disk is no NVMe disk.
 */
export function azureSeries<const Size extends string, const Product extends string>(
  { product, architecture, region = 'eastus' }: AzureSeries<Product>,
  rows: Readonly<Record<Size, AzureRow>>,
): { readonly [Key in Size as `azure/Standard_${Key}`]: Instance } {
  const entries = Object.entries<AzureRow>(rows).map(([size, row]): readonly [string, Instance] => {
    const [vcpu, memoryGib, networkMbps, usdPerHour, gpus, localNvmeGb] = row;
    const memoryMib = memoryGib * 1024;
    return [
      `azure/Standard_${size}`,
      {
        cloud: 'azure',
        type: `Standard_${size}`,
        architecture,
        vcpu,
        memoryMib,
        allocatable: aksAllocatable(vcpu, memoryMib),
        gpu: product === undefined || gpus === undefined ? undefined : { product, count: gpus },
        localNvmeGb,
        networkMbps,
        onDemand: usdPerHour === undefined ? undefined : price(usdPerHour, region),
      },
    ];
  });
  return Object.fromEntries(entries) as { readonly [Key in Size as `azure/Standard_${Key}`]: Instance };
}
