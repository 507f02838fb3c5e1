/** What AKS leaves to pods of a machine of Azure. */
import type { Instance } from '../instance';
import { inSteps } from './in-steps';

/**
 * Millicores that AKS keeps of each core: its table has 60, 100, 140, 180, 260, 420 and 740 of 1, 2, 4, 8, 16, 32 and
 * 64 cores. Larger machines are taken to follow the same rate.
 */
const cpuSteps = [
  [1, 60],
  [2, 40],
  [4, 20],
  [Infinity, 10],
] as const;

/** Part of the machine's memory that the node does not show: Azure/karpenter-provider-azure takes this share. */
const vmShare = 0.075;
const mibOfMegabytes = (megabytes: number): number => (megabytes * 1_000_000) / 1024 ** 2;
const evictionMib = 100;

/** Pods of a node with Azure CNI Overlay: the most of the usual networks, which reserves the most memory. */
const mostPods = 250;
/** Pods on which the plan counts: those of kubenet. */
const countedPods = 110;

/** Memory that the kubelet of AKS 1.29 and later keeps, in MiB. */
export const aksReservedMib = (memoryMib: number, pods: number): number =>
  Math.min(mibOfMegabytes(20 * pods + 50), memoryMib / 4);

/**
 * Formulas: the documentation of AKS, "resource reservations", of Kubernetes 1.29 and later. A node reserves memory for
 * the pods that its network allows it: the plan must hold with every one of them, so it takes the reservation of the
 * largest number, and counts on fewer pods.
 *
 * @param pods pods for which memory is reserved
 */
export const aksAllocatable = (vcpu: number, memoryMib: number, pods = mostPods): Instance['allocatable'] => ({
  millicores: Math.floor(vcpu * 1000 - inSteps(vcpu, cpuSteps)),
  memoryMib: Math.floor(memoryMib * (1 - vmShare) - aksReservedMib(memoryMib, pods) - evictionMib),
  pods: Math.min(pods, countedPods),
});
