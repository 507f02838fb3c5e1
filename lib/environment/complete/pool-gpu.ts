/** The GPUs of a pool as pods ask for them: whole cards, shares of a card, or slices that MIG cuts. */
import { type Bytes, childPath, inMib, type Path } from '../../core';
import { findGpu, findMigProfile, type Gpu, type GpuCatalog, isFault } from '../../catalog';
import type { FaultList } from '../fault-codes';
import type { GpuSharing, PoolGpu } from '../node-pool';

/** Where a pool's GPUs stand in the overlay. */
export interface GpuPlaces {
  readonly gpu: Path;
  readonly sharing: Path;
}

/** Sharing with the owner of the device plugin said: the GPU operator, unless the overlay takes it over. */
const owned = <Sharing extends GpuSharing>(sharing: Sharing): Sharing => ({
  ...sharing,
  devicePlugin: sharing.devicePlugin ?? 'existing',
});

const whole = (gpu: Gpu, perNode: number): PoolGpu => ({
  gpu,
  perNode,
  resource: 'nvidia.com/gpu',
  unitsPerNode: perNode,
  memoryMibPerUnit: gpu.memoryMib,
  sharing: { by: 'none' },
});

/**
 * Shares are rendered with `renameByDefault`, so that a pod cannot take a share for a card. Neither way isolates memory
 * fully (time-slicing not at all), so each share has an equal part of the card.
 */
export const sharedGpu = (gpu: Gpu, perNode: number, sharing: Exclude<GpuSharing, { by: 'mig' }>): PoolGpu => ({
  gpu,
  perNode,
  resource: 'nvidia.com/gpu.shared',
  unitsPerNode: perNode * sharing.replicas,
  memoryMibPerUnit: Math.floor(gpu.memoryMib / sharing.replicas),
  sharing: owned(sharing),
});

/** A `+` cannot stand in a resource name: `1g.10gb+me` is asked for as `mig-1g.10gb.me`. */
const migResource = (profile: string): string => `nvidia.com/mig-${profile.replace('+', '.')}`;

/** Unified memory: what pods can have of the node, in equal parts. The driver reports none. */
export const withNodeMemory = (gpu: PoolGpu, memory: Bytes): PoolGpu =>
  gpu.gpu.memory === 'unified' ? { ...gpu, memoryMibPerUnit: Math.floor(inMib(memory) / gpu.unitsPerNode) } : gpu;

/** The GPUs of one node, `undefined` when something is wrong with them, which is reported. */
export function poolGpu(
  faults: FaultList,
  gpus: GpuCatalog,
  node: { readonly product: string; readonly count: number },
  sharing: GpuSharing | undefined,
  places: GpuPlaces,
): PoolGpu | undefined {
  const gpu = findGpu(gpus, node.product, places.gpu);
  if (isFault(gpu)) {
    faults.take([gpu]);
    return undefined;
  }
  if (sharing === undefined) return whole(gpu, node.count);
  if (sharing.by !== 'mig') return sharedGpu(gpu, node.count, sharing);
  const migProfile = findMigProfile(gpu, sharing.profile, childPath(places.sharing, 'profile'));
  if (isFault(migProfile)) {
    faults.take([migProfile]);
    return undefined;
  }
  return {
    gpu,
    perNode: node.count,
    resource: migResource(migProfile.profile),
    unitsPerNode: node.count * migProfile.perGpu,
    memoryMibPerUnit: migProfile.memoryMib,
    sharing: owned(sharing),
    migProfile,
  };
}
