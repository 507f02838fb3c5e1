/** GPUs that pods claim by dynamic resource allocation: what cannot be claimed is refused. */
import { childPath, type Path } from '../../core';
import { devicesOfClass, type Gpu, vendorOf } from '../../catalog';
import type { FaultList } from '../fault-codes';
import type { Allocation, CloudPoolInput, Contention, GpuSharing, PoolClaim, PoolGpu } from '../node-pool';

interface Asked {
  readonly allocation?: Allocation;
  readonly gpuResource?: string;
  readonly sharing?: GpuSharing;
  readonly contention?: Contention;
}

const counted = "allocation: 'counted'";

/** Why GPUs of this kind cannot be claimed as an overlay says, with the way out. */
function objection(
  gpu: Gpu,
  { gpuResource, sharing, contention }: Asked,
): readonly [found: string, fix: string] | undefined {
  const { called, dra } = vendorOf(gpu);
  if (dra === undefined) return [`no DRA driver for GPUs of ${called} is supported`, counted];
  if (gpu.memory === 'unified')
    return [`the driver states no memory of ${gpu.product}, which is that of the machine`, counted];
  if (gpuResource !== undefined)
    return ['pods claim devices of a class, and gpuResource names a counted resource', 'leave out gpuResource'];
  if (contention === 'by-priority')
    return [
      "with contention 'by-priority' pods preempt others, and the scheduler preempts none for devices",
      "contention 'reserved'",
    ];
  if (sharing === undefined) return undefined;
  if (sharing.by !== 'mig')
    return [`sharing by '${sharing.by}' is the device plugin's, and a claim gets a whole device`, 'leave out sharing'];
  if (dra.slices === undefined) return [`the DRA driver of ${called} offers no slices`, 'leave out sharing'];
  if (sharing.devicePlugin !== undefined)
    return ["devicePlugin is about counted slices, and the driver's class offers these", 'leave out devicePlugin'];
  return sharing.units === undefined
    ? ['a claim gets slices that are there already, and it is not said how many', 'units: the slices of one node']
    : undefined;
}

/** Whether the GPUs of a pool can be asked for as the overlay says. */
export function isClaimable(faults: FaultList, gpu: Gpu, asked: Asked, place: Path): boolean {
  if (asked.allocation !== 'dra') return true;
  const found = objection(gpu, asked);
  if (found === undefined) return true;
  const [why, fix] = found;
  faults.add('AllocationNotOffered', childPath(place, 'allocation'), why, {
    fix: fix === counted ? [counted] : [fix, counted],
  });
  return false;
}

/** What is claimed of GPUs, as the driver of their vendor describes them. */
function claimOf({ gpu, migProfile }: PoolGpu): PoolClaim | undefined {
  const { dra } = vendorOf(gpu);
  if (dra === undefined) return undefined;
  const product = dra.namesProducts === true && gpu.label === undefined ? gpu.product : undefined;
  const claim = { driver: dra.name, ...(product === undefined ? {} : { product }) };
  if (migProfile === undefined) return { deviceClass: dra.whole, attributes: dra.wholeHave, ...claim };
  return {
    deviceClass: dra.slices ?? dra.whole,
    attributes: { ...dra.slicesHave, profile: [migProfile.profile] },
    ...claim,
  };
}

/** GPUs of a pool whose pods claim them: what is counted are the devices of a class. */
export function claimed(gpu: PoolGpu): PoolGpu {
  const claim = claimOf(gpu);
  return claim === undefined ? gpu : { ...gpu, resource: devicesOfClass(claim.deviceClass), claim };
}

/** Refuses nodes that come only when a pod needs them, made by what does not know which devices they will have. */
export function checkProvisioner(faults: FaultList, pool: CloudPoolInput, place: Path): void {
  if (pool.allocation !== 'dra') return;
  const { provisioner = 'karpenter', nodes } = pool;
  if (provisioner === 'karpenter')
    faults.add(
      'AllocationNotOffered',
      childPath(place, 'allocation'),
      'Karpenter makes no nodes for pods with claims: it ignores them by default',
      { fix: ["another provisioner, with its autoscaler's DRA support turned on", counted] },
    );
  else if (nodes.min === 0)
    faults.add(
      'AllocationNotOffered',
      childPath(place, 'nodes', 'min'),
      'without a node no ResourceSlice says which devices a new node would have, so an autoscaler makes none',
      { fix: ['min 1', counted] },
    );
}
