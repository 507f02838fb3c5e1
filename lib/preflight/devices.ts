/** The devices that a DRA driver publishes, beside those that pods of a pool claim: class, number, product and memory. */
import { vendorOf } from '../catalog';
import { childPath, mib, unitsOf } from '../core';
import type { PoolClaim, PoolGpu } from '../environment';
import { type Inventory, type LiveNode, partOf } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { missingClass } from './missing-class';
import { byText, named } from './node-list';

interface Device {
  readonly attributes?: Readonly<Record<string, { readonly string?: string }>>;
  readonly capacity?: Readonly<Record<string, { readonly value?: string | number }>>;
}

interface Slice {
  readonly driver: string;
  readonly nodeName: string;
  readonly devices: readonly Device[];
}

/** The devices of a node that a claim could have, whatever their memory. */
function devicesOf(
  { of }: Inventory,
  { name }: LiveNode,
  { driver, attributes, product }: PoolClaim,
): readonly Device[] {
  const text = (device: Device, key: string): string => device.attributes?.[key]?.string ?? '';
  return of('ResourceSlice')
    .map(({ spec }) => partOf<Slice>(spec))
    .filter((slice) => slice.driver === driver && slice.nodeName === name)
    .flatMap(({ devices = [] }) => devices)
    .filter(
      (device) =>
        Object.entries(attributes).every(([key, values]) => values.includes(text(device, key))) &&
        (product === undefined || text(device, 'productName').replaceAll(' ', '-') === product),
    );
}

const isSmaller = ({ capacity }: Device, memoryMib: number): boolean =>
  (unitsOf(capacity?.['memory']?.value ?? 0) ?? 0) < mib(memoryMib);

/** Devices of the pool beside those of its live nodes; nothing where the slices could not be read. */
export function deviceDifferences(
  { at, nodes }: LivePool,
  { gpu, unitsPerNode, memoryMibPerUnit }: PoolGpu,
  claim: PoolClaim,
  inventory: Inventory,
): readonly Difference[] {
  if (inventory.isUnread('ResourceSlice')) return [];
  const of = `of class ${claim.deviceClass}${claim.product === undefined ? '' : `, ${claim.product}`}`;
  const found = (node: LiveNode): string | undefined => {
    const { length } = devicesOf(inventory, node, claim);
    return length >= unitsPerNode ? undefined : length === 0 ? 'none' : `${length}`;
  };
  const small = (node: LiveNode): string | undefined => {
    const { length } = devicesOf(inventory, node, claim).filter((device) => isSmaller(device, memoryMibPerUnit));
    return length === 0 ? undefined : `${length} with less`;
  };
  return [
    ...[...byText(nodes, found)].map(([count, those]) =>
      difference(
        'GpusMissing',
        at,
        `${unitsPerNode} devices ${of}, in the ResourceSlices of each node`,
        `${count} on ${named(those)}`,
        vendorOf(gpu).dra?.install ?? '',
        'kubectl get resourceslices -o yaml, which shows what the driver publishes',
      ),
    ),
    ...[...byText(nodes, small)].map(([count, those]) =>
      difference(
        'GpuMemoryLess',
        at,
        `${memoryMibPerUnit} MiB on each device ${of}`,
        `${count} on ${named(those)}`,
        `update the driver, or turn off ECC, which uses memory: ${vendorOf(gpu).memoryCommand} shows both`,
      ),
    ),
  ];
}

/** The classes that pods claim devices of. */
export function deviceClassDifferences({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  if (inventory.isUnread('DeviceClass')) return [];
  return Object.values(environment.nodePools).flatMap(({ name, gpu }) => {
    const { claim } = gpu ?? {};
    if (gpu === undefined || claim === undefined) return [];
    if (inventory.find('DeviceClass', '', claim.deviceClass) !== undefined) return [];
    return missingClass(
      inventory,
      'DeviceClass',
      claim.deviceClass,
      childPath(environment.name, 'nodePools', name, 'allocation'),
      vendorOf(gpu.gpu).dra?.install ?? '',
      "allocation: 'counted', for nodes with a device plugin",
    );
  });
}
