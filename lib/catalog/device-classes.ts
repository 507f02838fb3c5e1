/** Dynamic resource allocation: how drivers describe GPUs, and the names by which quotas count the devices of a class. */

/** Attributes that a device must have, each with the values of which one is enough. */
export type DeviceAttributes = Readonly<Record<string, readonly string[]>>;

/** The driver of a vendor, and the classes that come with it. */
export interface DeviceDriver {
  /** Its name, which is the domain of attributes and capacities in selectors too. */
  readonly name: string;
  /** DeviceClass of whole GPUs. */
  readonly whole: string;
  /** What sets whole GPUs apart from the other devices of the driver. */
  readonly wholeHave: DeviceAttributes;
  /** DeviceClass of slices that MIG has cut, and what sets them apart. @default - it offers no slices */
  readonly slices?: string;
  readonly slicesHave?: DeviceAttributes;
  /** Whether `productName` is the product label with spaces. @default - labels of nodes alone name the product */
  readonly namesProducts?: boolean;
  /** What a cluster needs so that its nodes offer their GPUs in this way. */
  readonly install: string;
}

const suffix = '.deviceclass.resource.k8s.io/devices';

/** `gpu.nvidia.com.deviceclass.resource.k8s.io/devices`: the key of a quota that counts the devices of a class. */
export const devicesOfClass = (deviceClass: string): string => `${deviceClass}${suffix}`;

/** The DeviceClass behind such a key; `undefined` for an extended resource. */
export const deviceClassOf = (resource: string): string | undefined =>
  resource.endsWith(suffix) ? resource.slice(0, -suffix.length) : undefined;
