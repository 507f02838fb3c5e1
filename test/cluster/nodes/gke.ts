/**
 * A node of a GKE Standard node pool. GKE taints GPU nodes; spot nodes it only labels: their taint is the owner's
 * business.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus (label `gke-accelerator`, taint
 * `nvidia.com/gpu=present:NoSchedule`)
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms (label `gke-spot`)
 * @see kubernetes/autoscaler cluster-autoscaler/cloudprovider/gce/gce_cloud_provider.go (GPULabel)
 */
import type { INode } from 'kubernetes-models/v1';
import { cloudLabels, nodeOf, type CloudMachine } from './machine';

interface GkeMachine extends CloudMachine {
  readonly nodePool: string;
  /** Accelerator type as Compute Engine names it: `nvidia-l4`. @default - no GPU */
  readonly accelerator?: string;
  /** @default false */
  readonly spot?: boolean;
}

export const gkeNode = (machine: GkeMachine): INode =>
  nodeOf(
    { ...machine, gpus: machine.gpus && { discovered: false, ...machine.gpus } },
    {
      labels: {
        ...cloudLabels(machine),
        'cloud.google.com/gke-nodepool': machine.nodePool,
        ...(machine.accelerator === undefined ? {} : { 'cloud.google.com/gke-accelerator': machine.accelerator }),
        ...(machine.spot === true ? { 'cloud.google.com/gke-spot': 'true' } : {}),
      },
      taints:
        machine.accelerator === undefined ? [] : [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    },
  );
