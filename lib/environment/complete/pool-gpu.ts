/** The GPUs of a pool as pods ask for them: whole cards, shares of a card, or slices that MIG cuts. */
import { type Bytes, childPath, inMib, type Path } from '../../core';
import {
  findGpu,
  findMigProfile,
  type Gpu,
  type GpuCatalog,
  type Instance,
  isFault,
  isWholeGpu,
  type MigProfile,
  vendorOf,
} from '../../catalog';
import type { FaultList } from '../fault-codes';
import type { Allocation, Contention, GpuSharing, PoolGpu } from '../node-pool';
import { claimed, isClaimable } from './pool-claim';

/** Where a pool's GPUs stand in the overlay. */
export interface GpuPlaces {
  readonly pool: Path;
  readonly gpu: Path;
  readonly groups: Path;
}

/** What an overlay says of the GPUs of a pool beside their product and number. */
export interface GpuInput {
  readonly sharing?: GpuSharing;
  readonly gpuResource?: string;
  readonly allocation?: Allocation;
  readonly contention?: Contention;
  readonly groups?: readonly number[];
  /** Of its machines. @default - they are one's own */
  readonly cloud?: Instance['cloud'];
}

export type Shares = Exclude<GpuSharing, { by: 'mig' }>;
type Slices = Extract<GpuSharing, { by: 'mig' }>;

/** Sharing with the owner of the device plugin said: the GPU operator, unless the overlay takes it over. */
const owned = <Sharing extends GpuSharing>(sharing: Sharing): Sharing => ({
  ...sharing,
  devicePlugin: sharing.devicePlugin ?? 'existing',
});

const whole = (gpu: Gpu, perNode: number, resource = vendorOf(gpu).resource): PoolGpu => ({
  gpu,
  perNode,
  resource,
  unitsPerNode: perNode,
  memoryMibPerUnit: gpu.memoryMib,
  sharing: { by: 'none' },
});

/**
 * Shares are rendered with `renameByDefault`, so that a pod cannot take a share for a card; what others have configured
 * may have the name of whole cards. Neither way isolates memory fully (time-slicing not at all), so each share has an
 * equal part of the card.
 */
export const sharedGpu = (gpu: Gpu, perNode: number, sharing: Shares): PoolGpu => ({
  gpu,
  perNode,
  resource: `${vendorOf(gpu).resource}${sharing.named === 'usual-name' ? '' : '.shared'}`,
  unitsPerNode: perNode * sharing.replicas,
  memoryMibPerUnit: Math.floor(gpu.memoryMib / sharing.replicas),
  sharing: owned(sharing),
});

/** A `+` cannot stand in a resource name: `1g.10gb+me` is asked for as `mig-1g.10gb.me`. */
const migResource = (gpu: Gpu, profile: string): string => `${vendorOf(gpu).prefix}mig-${profile.replace('+', '.')}`;

const slicesOf = (gpu: Gpu, perNode: number, sharing: Slices, migProfile: MigProfile): PoolGpu => ({
  gpu,
  perNode,
  resource: migResource(gpu, migProfile.profile),
  unitsPerNode: sharing.units ?? perNode * migProfile.perGpu,
  memoryMibPerUnit: migProfile.memoryMib,
  sharing: owned(sharing),
  migProfile,
});

/** Clouds whose device plugin shares GPUs itself, with other resources and labels than those that are rendered. */
const sharesItself: Readonly<Partial<Record<Instance['cloud'], string>>> = { gcp: 'gke' };

/** Why GPUs cannot be shared as an overlay says: the field of `sharing` that says it, and what it may say instead. */
interface Objection {
  readonly field?: 'by' | 'named';
  readonly found: string;
  readonly fix: string | readonly string[];
}

/**
 * What the vendor, the cloud and the overlay have against sharing GPUs so; nothing where they can be.
 *
 * @param cloud of the machines; none of one's own
 */
export function objectionsToSharing(
  gpu: Gpu,
  sharing: GpuSharing,
  cloud: Instance['cloud'] | undefined,
): readonly Objection[] {
  const { called, sharing: ways } = vendorOf(gpu);
  const plugin = cloud && sharesItself[cloud];
  const isUsualName = sharing.by !== 'mig' && sharing.named === 'usual-name';
  const isOffered = ways.some((way) => way === sharing.by);
  return [
    ...(plugin === undefined || isUsualName
      ? []
      : [
          {
            found: `the device plugin of '${plugin}' shares GPUs as nvidia.com/gpu, and pods would ask for another resource`,
            fix: [
              ...(sharing.by === 'mig' ? [] : ["named: 'usual-name', for shares in time that the node pool has"]),
              'leave out sharing',
            ],
          },
        ]),
    ...(isOffered
      ? []
      : [
          {
            field: 'by',
            found: `the device plugin of ${called} has no '${sharing.by}'`,
            fix: 'leave out sharing: each pod has whole GPUs',
          } as const,
        ]),
    ...(isOffered && isUsualName && sharing.devicePlugin === 'owned'
      ? [
          {
            field: 'named',
            found:
              "'usual-name' is for shares that others have configured, and the configuration of this environment renames them",
            fix: ["devicePlugin 'existing'", "named 'renamed'"],
          } as const,
        ]
      : []),
  ];
}

/** Whether the GPUs can be shared as the overlay says. */
function isOffered(faults: FaultList, gpu: Gpu, { sharing, cloud }: GpuInput, place: Path): boolean {
  const objections = sharing === undefined ? [] : objectionsToSharing(gpu, sharing, cloud);
  for (const { field, found, fix } of objections)
    faults.add('SharingNotOffered', field === undefined ? place : childPath(place, field), found, { fix });
  return objections.length === 0;
}

/** Whether the name that the overlay gives to whole GPUs is one of the vendor's. */
function isResource(faults: FaultList, gpu: Gpu, { gpuResource, sharing }: GpuInput, place: Path): boolean {
  if (gpuResource === undefined) return true;
  const here = childPath(place, 'gpuResource');
  const vendor = vendorOf(gpu);
  const { resource, otherResources } = vendor;
  if (sharing !== undefined) {
    faults.add('GpuResource', here, `it names whole GPUs, and this pool shares them by '${sharing.by}'`, {
      fix: 'leave out gpuResource',
    });
    return false;
  }
  if (isWholeGpu(vendor, gpuResource)) return true;
  faults.add('GpuResource', here, `'${gpuResource}' is no resource of a whole ${gpu.product}`, {
    allowed: [`'${resource}'`, ...(otherResources === undefined ? [] : [otherResources.says])],
  });
  return false;
}

/** Whether it is said which groups pods need, where the vendor leaves devices with the groups of the node. */
function hasGroups(faults: FaultList, gpu: Gpu, { groups }: GpuInput, { groups: place }: GpuPlaces): boolean {
  const { called, needsGroups } = vendorOf(gpu);
  if (needsGroups === (groups !== undefined)) return true;
  if (needsGroups)
    faults.add(
      'DeviceGroups',
      place,
      `pods get the devices of GPUs of ${called} with the numeric groups of the node, and it is not said which`,
      {
        fix: [
          'run on a node: stat -c %g /dev/kfd /dev/dri/renderD128, and write what it prints: [44, 992]',
          '[], if every user of the node may open them',
        ],
      },
    );
  else
    faults.add('DeviceGroups', place, `pods need no groups for GPUs of ${called}`, { fix: 'leave out deviceGroups' });
  return false;
}

function slices(faults: FaultList, gpu: Gpu, count: number, sharing: Slices, place: Path): PoolGpu | undefined {
  const migProfile = findMigProfile(gpu, sharing.profile, childPath(place, 'profile'));
  if (isFault(migProfile)) {
    faults.take([migProfile]);
    return undefined;
  }
  const most = count * migProfile.perGpu;
  if (sharing.units === undefined || sharing.units <= most) return slicesOf(gpu, count, sharing, migProfile);
  faults.add(
    'MigUnits',
    childPath(place, 'units'),
    `${sharing.units} slices ${sharing.profile} on a node, and its ${count} ${gpu.product} can be cut into ${most}`,
    { allowed: `up to ${most}` },
  );
  return undefined;
}

/** Unified memory: what pods can have of the node, in equal parts. The driver reports none. */
export const withNodeMemory = (gpu: PoolGpu, memory: Bytes): PoolGpu =>
  gpu.gpu.memory === 'unified' ? { ...gpu, memoryMibPerUnit: Math.floor(inMib(memory) / gpu.unitsPerNode) } : gpu;

/** The GPUs of one node, `undefined` when something is wrong with them, which is reported. */
export function poolGpu(
  faults: FaultList,
  gpus: GpuCatalog,
  node: { readonly product: string; readonly count: number },
  input: GpuInput,
  places: GpuPlaces,
): PoolGpu | undefined {
  const gpu = findGpu(gpus, node.product, places.gpu);
  if (isFault(gpu)) {
    faults.take([gpu]);
    return undefined;
  }
  const { sharing, gpuResource, groups = [] } = input;
  const place = childPath(places.pool, 'sharing');
  const isRight = [
    isResource(faults, gpu, input, places.pool),
    hasGroups(faults, gpu, input, places),
    isOffered(faults, gpu, input, place),
    isClaimable(faults, gpu, input, places.pool),
  ].every(Boolean);
  if (!isRight) return undefined;
  const found =
    sharing === undefined
      ? whole(gpu, node.count, gpuResource)
      : sharing.by === 'mig'
        ? slices(faults, gpu, node.count, sharing, place)
        : sharedGpu(gpu, node.count, sharing);
  if (found === undefined) return undefined;
  const asked = input.allocation === 'dra' ? claimed(found) : found;
  return groups.length === 0 ? asked : { ...asked, groups };
}

/** Refuses what speaks of GPUs on a pool that has none. */
export function withoutGpus(
  faults: FaultList,
  { sharing, gpuResource, allocation, groups }: GpuInput,
  places: GpuPlaces,
): void {
  const fix = (field: string) => [`leave out ${field}`, 'take nodes with GPUs'];
  if (sharing !== undefined)
    faults.add('SharingNeedsGpus', childPath(places.pool, 'sharing'), 'the nodes of this pool have no GPU to share', {
      fix: fix('sharing'),
    });
  if (gpuResource !== undefined)
    faults.add('GpuResource', childPath(places.pool, 'gpuResource'), 'the nodes of this pool have no GPU', {
      fix: fix('gpuResource'),
    });
  if (allocation !== undefined)
    faults.add('AllocationNotOffered', childPath(places.pool, 'allocation'), 'the nodes of this pool have no GPU', {
      fix: fix('allocation'),
    });
  if (groups !== undefined)
    faults.add('DeviceGroups', places.groups, 'the nodes of this pool have no GPU', { fix: fix('deviceGroups') });
}
