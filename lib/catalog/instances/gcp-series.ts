/**
 * Turns the compact rows of one series of Google Cloud into machine types; the numbers are the rows', the sources are
 * stated here.
 */
import type { Instance, NodeArchitecture, Price } from '../instance';
import { gkeAllocatable } from './gke-allocatable';

/** One size. GPUs and local disks come last, so that a row of a CPU series ends at its prices. */
type GcpRow = readonly [
  vcpu: number,
  memoryGib: number,
  usdPerHour?: number,
  spotUsdPerHour?: number,
  gpus?: number,
  localSsdGb?: number,
];

const price = (usdPerHour: number, region: string): Price => ({
  usdPerHour,
  region,
  date: '2026-07-30',
  source: 'Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml',
});

/** What the sizes of a series have in common. */
interface GcpSeries<Product extends string> {
  readonly product?: Product;
  readonly architecture?: NodeArchitecture;
  /** @default 'us-central1' */
  readonly region?: string;
}

/**
 * The sizes of a series, by key `gcp/<type>`. Sizes, GPUs and local SSDs: Cyclenerd/google-cloud-pricing-cost-calculator
 * `build/gcp.yml` of 2026-08-20. No network bandwidth: no source that could be read states it.
 */
export function gcpSeries<const Series extends string, const Size extends string, const Product extends string>(
  series: Series,
  { product, architecture, region = 'us-central1' }: GcpSeries<Product>,
  rows: Readonly<Record<Size, GcpRow>>,
): { readonly [Key in Size as `gcp/${Series}-${Key}`]: Instance } {
  const entries = Object.entries<GcpRow>(rows).map(([size, row]): readonly [string, Instance] => {
    const [vcpu, memoryGib, usdPerHour, spot, gpus, localNvmeGb] = row;
    const memoryMib = memoryGib * 1024;
    return [
      `gcp/${series}-${size}`,
      {
        cloud: 'gcp',
        type: `${series}-${size}`,
        architecture,
        vcpu,
        memoryMib,
        allocatable: gkeAllocatable(vcpu, memoryMib),
        gpu: product === undefined || gpus === undefined ? undefined : { product, count: gpus },
        localNvmeGb,
        onDemand: usdPerHour === undefined ? undefined : price(usdPerHour, region),
        spot: spot === undefined ? undefined : { low: price(spot, region), high: price(spot, region) },
      },
    ];
  });
  return Object.fromEntries(entries) as { readonly [Key in Size as `gcp/${Series}-${Key}`]: Instance };
}
