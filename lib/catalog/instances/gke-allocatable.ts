/** What GKE leaves to pods of a machine of Google Cloud. */
import type { Instance } from '../instance';
import { inSteps } from './in-steps';

const gib = 1024;

/** GKE keeps most of the first cores, and least of those above the fourth. */
const cpuSteps = [
  [1, 60],
  [2, 10],
  [4, 5],
  [Infinity, 2.5],
] as const;

const memorySteps = [
  [4 * gib, 0.25],
  [8 * gib, 0.2],
  [16 * gib, 0.1],
  [128 * gib, 0.06],
  [Infinity, 0.02],
] as const;

/** Memory of the machine that the kernel of the node does not show: RAM/64, and 16 and 64 MiB for its tables. */
const kernelMib = (memoryMib: number): number => memoryMib / 64 + 16 + 64;
/** The kubelet evicts pods before less than this is free. */
const evictionMib = 100;
/** Pods of a node unless its pool is made otherwise. */
const pods = 110;

/**
 * Formulas: kubernetes/autoscaler `cloudprovider/gce/reserved.go`. It counts the memory in steps of 1000 MiB, where GKE
 * documents GiB: these are taken, which is up to 120 MiB less for pods.
 */
export const gkeAllocatable = (vcpu: number, memoryMib: number): Instance['allocatable'] => ({
  millicores: Math.floor(vcpu * 1000 - inSteps(vcpu, cpuSteps)),
  memoryMib: Math.floor(memoryMib - kernelMib(memoryMib) - inSteps(memoryMib, memorySteps) - evictionMib),
  pods,
});
