/** What pods can have of the local disks of a machine: of each cloud, as its managed Kubernetes uses them. */
import { bytes, type Bytes, gib, gigabytes } from '../../../core';
import type { Instance } from '../../../catalog';

/** A tenth goes to the filesystem and to what the kubelet keeps free before it evicts. */
const usable = 0.9;

/** Size of one local SSD of Google Cloud, in GB as the catalogue counts. */
const gcpDiskGb = 375;
/** What GKE reserves of one, of two, and of more local SSDs, as its documentation has it. */
const gkeReserved = [gib(50), gib(75), gib(100)] as const;

function ofGke(gb: number): number {
  const disks = Math.max(1, Math.round(gb / gcpDiskGb));
  return gigabytes(gb * usable) - (gkeReserved[disks - 1] ?? gib(100));
}

/**
 * AWS: Karpenter and EKS make one filesystem of them. Google Cloud: nodes with `--ephemeral-storage-local-ssd`. Azure:
 * AKS keeps images and files of pods on the disk of the operating system.
 */
const usableOf: Readonly<Record<Instance['cloud'], (gb: number) => number | undefined>> = {
  aws: (gb) => gigabytes(gb * usable),
  gcp: ofGke,
  azure: () => undefined,
};

/** Bytes for images and files of pods on the machine's own disks; `undefined` where they must lie on another disk. */
export function usableLocalDisk({ cloud, localNvmeGb = 0 }: Instance): Bytes | undefined {
  const size = localNvmeGb > 0 ? usableOf[cloud](localNvmeGb) : undefined;
  return size === undefined ? undefined : bytes(Math.floor(size));
}
