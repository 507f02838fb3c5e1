/**
 * What a machine type of a cloud is: its size, what pods can have of it, its GPUs and disks, and its price on a date.
 */

/** A price with its date and source. */
export interface Price {
  /** US dollars per hour. */
  readonly usdPerHour: number;
  readonly region: string;
  /** Day on which the source was read, `YYYY-MM-DD`; `undated` when the source gives none. */
  readonly date: string;
  readonly source: string;
}

/** Processors, as the label `kubernetes.io/arch` names them. */
export type NodeArchitecture = 'amd64' | 'arm64';
export const architecturesOfNodes = ['amd64', 'arm64'] as const satisfies readonly NodeArchitecture[];

/** A machine type. Its key is `<cloud>/<type>`: `aws/g6e.12xlarge`. */
export interface Instance {
  readonly cloud: 'aws' | 'gcp' | 'azure';
  /** Value of the label `node.kubernetes.io/instance-type`. */
  readonly type: string;
  /** @default 'amd64' */
  readonly architecture?: NodeArchitecture;
  readonly vcpu: number;
  readonly memoryMib: number;
  /** What pods can have, after the kubelet's reservations. */
  readonly allocatable: { readonly millicores: number; readonly memoryMib: number; readonly pods: number };
  readonly gpu?: { readonly product: string; readonly count: number };
  /** Local NVMe disks, all together, in decimal GB. @default 0 */
  readonly localNvmeGb?: number;
  /** Network bandwidth in Mbit/s: sustained, or the highest where the cloud states no other. @default - unknown */
  readonly networkMbps?: number;
  readonly onDemand?: Price;
  /** Lowest and highest spot price that was seen. @default - unknown, and said so */
  readonly spot?: { readonly low: Price; readonly high: Price };
}

/** Machine types by key. */
export type InstanceCatalog = Readonly<Record<string, Instance>>;
