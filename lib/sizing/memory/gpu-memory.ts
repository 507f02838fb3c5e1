/** What a workload may use of a GPU, of a MIG slice or of a share: the one definition that every comparison takes. */
import { type Gpu, type GpuVendor, vendorOf } from '../../catalog';
import { bytes, type Bytes, derived, type Derived, inMib, mib } from '../../core';

/** Share of the driver's figure that a program finds free at start; the rest is the driver's and of retired rows. */
const freeShare = 0.99;
/** Headroom for what grows after loading: cuBLAS workspaces, CUDA graphs. */
const headroomShare = 0.05;
const leastHeadroomMib = 1024;

/** Memory that a program finds free on a GPU, slice or share before anything is loaded. */
export const freeMemory = (memoryMib: number): Bytes => mib(Math.floor(freeShare * memoryMib));

/**
 * Usable MiB = floor(0.99 × MiB of the driver) − max(1024, 5 % of MiB of the driver). Every fit is decided against
 * this.
 *
 * Time slicing keeps no pod from taking more than its share, and the scheduler does not know which pods share, so a share
 * counts as an equal part of the card; a MIG slice is a partition of the hardware.
 *
 * @param memoryMib MiB as the driver reports them (`nvidia.com/gpu.memory`), of the card, slice or share
 */
export function usableMemory(memoryMib: number): Derived<Bytes> {
  const headroom = Math.max(leastHeadroomMib, Math.ceil(headroomShare * memoryMib));
  return derived(
    bytes(Math.max(0, freeMemory(memoryMib) - mib(headroom))),
    `99 % of ${memoryMib} MiB less ${headroom} MiB of headroom`,
  );
}

/** One unit of a pool's GPUs: a card, a share or a slice. */
export interface GpuUnit {
  readonly gpu: Gpu;
  readonly memoryMibPerUnit: number;
}

/** What the driver of its vendor takes of a unit at the start, beyond the part that is always left out. */
function atStart({ gpu, memoryMibPerUnit }: GpuUnit): { readonly mib: number; readonly because: string } | undefined {
  const stated = vendorOf(gpu).atStart?.[gpu.memoryType];
  const usual = memoryMibPerUnit - inMib(freeMemory(memoryMibPerUnit));
  return stated === undefined || stated.mib <= usual ? undefined : { ...stated, mib: stated.mib - usual };
}

/** Memory that a program finds free on a unit before anything is loaded. */
export const freeOfUnit = (unit: GpuUnit): Bytes =>
  bytes(Math.max(0, freeMemory(unit.memoryMibPerUnit) - mib(atStart(unit)?.mib ?? 0)));

/** What a workload may use of a unit. */
export function usableOfUnit(unit: GpuUnit): Derived<Bytes> {
  const usual = usableMemory(unit.memoryMibPerUnit);
  const more = atStart(unit);
  return more === undefined
    ? usual
    : derived(
        bytes(Math.max(0, usual.value - mib(more.mib))),
        `${usual.because}, and ${more.mib} MiB more at the start: ${more.because}`,
      );
}

/** A whole GPU. */
export const usableGpu = (gpu: Gpu): Derived<Bytes> => usableOfUnit({ gpu, memoryMibPerUnit: gpu.memoryMib });

/**
 * Memory of a process on a GPU that no buffer of the engine shows: context, modules, workspaces. Of CUDA it was measured
 * between 244 and 753 MiB on data-centre and workstation cards; others are planned alike.
 */
export function runtimeContext(gpus: number, { runtime: { called, isMeasured } }: GpuVendor): Derived<Bytes> {
  const of = isMeasured ? `${called} context` : `${called} context, planned as that of CUDA`;
  return gpus > 1
    ? derived(mib(900), `${of} with peers: up to 753 MiB measured`)
    : derived(mib(600), `${of}: up to 325 MiB measured on one GPU`);
}
