/**
 * Turns the compact rows of one AWS instance family into machine types; the numbers are the rows', the sources are
 * stated here.
 */
import type { Instance, Price } from '../instance';
import { awsSpot } from './aws-spot';

/** One size. GPUs and local disks come last, so that a row of a CPU family ends at its price. */
type AwsRow = readonly [
  vcpu: number,
  memoryMib: number,
  allocatableMillicores: number,
  allocatableMib: number,
  pods: number,
  /** Sustained bandwidth, not the burst. */
  networkMbps: number,
  usdPerHour: number | undefined,
  gpus?: number,
  localNvmeGb?: number,
];

/** Day on which the on-demand prices were read. */
const awsPriceDate = '2026-07-20';
const awsPriceRegion = 'us-east-1';
const awsPriceSource = 'aws/karpenter-provider-aws pkg/providers/pricing/zz_generated.pricing_aws.go';

const onDemand = (usdPerHour: number): Price => ({
  usdPerHour,
  region: awsPriceRegion,
  date: awsPriceDate,
  source: awsPriceSource,
});

/**
 * The sizes of a family, by key `aws/<type>`. Capacity and allocatable: aws/karpenter-provider-aws
 * `website/content/en/docs/reference/instance-types.md`, which takes the kubelet reservations of Amazon Linux 2023.
 */
export function awsFamily<
  const Family extends string,
  const Size extends string,
  const Product extends string | undefined,
>(
  family: Family,
  product: Product,
  rows: Readonly<Record<Size, AwsRow>>,
): { readonly [Key in Size as `aws/${Family}.${Key}`]: Instance } {
  const entries = Object.entries<AwsRow>(rows).map(([size, row]): readonly [string, Instance] => {
    const [vcpu, memoryMib, millicores, allocatableMib, pods, networkMbps, usdPerHour, gpus, localNvmeGb] = row;
    return [
      `aws/${family}.${size}`,
      {
        cloud: 'aws',
        type: `${family}.${size}`,
        vcpu,
        memoryMib,
        allocatable: { millicores, memoryMib: allocatableMib, pods },
        gpu: product === undefined || gpus === undefined ? undefined : { product, count: gpus },
        localNvmeGb,
        networkMbps,
        onDemand: usdPerHour === undefined ? undefined : onDemand(usdPerHour),
        spot: awsSpot[`${family}.${size}`],
      },
    ];
  });
  return Object.fromEntries(entries) as { readonly [Key in Size as `aws/${Family}.${Key}`]: Instance };
}
