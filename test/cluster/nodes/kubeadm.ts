/**
 * A machine that joined with kubeadm: a worker carries nothing but what its kubelet and GPU feature discovery write.
 *
 * @see kubernetes/kubernetes cmd/kubeadm/app/constants/constants.go (LabelNodeRoleControlPlane, ControlPlaneTaint)
 * @see kubernetes/kubernetes cmd/kubeadm/app/phases/markcontrolplane/markcontrolplane.go
 * (exclude-from-external-load-balancers)
 */
import type { INode } from 'kubernetes-models/v1';
import { nodeOf, type Machine } from './machine';

interface KubeadmMachine extends Machine {
  /** @default worker */
  readonly role?: 'worker' | 'control-plane';
}

const controlPlane = 'node-role.kubernetes.io/control-plane';

export const kubeadmNode = (machine: KubeadmMachine): INode =>
  machine.role === 'control-plane'
    ? nodeOf(machine, {
        labels: { [controlPlane]: '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
        taints: [{ key: controlPlane, effect: 'NoSchedule' }],
      })
    : nodeOf(machine, { labels: {} });
