/**
 * A node of an EKS managed node group. EKS adds no taint, not even on spot or GPU groups.
 *
 * @see awsdocs/amazon-eks-user-guide latest/ug/nodes/managed-node-groups.adoc (capacityType)
 * @see awsdocs/amazon-eks-user-guide doc_source/managed-node-update-behavior.md (nodegroup, nodegroup-image)
 */
import type { INode } from 'kubernetes-models/v1';
import { cloudLabels, nodeOf, type CloudMachine } from './machine';

interface EksMachine extends CloudMachine {
  readonly nodeGroup: string;
  readonly capacityType: 'ON_DEMAND' | 'SPOT';
}

export const eksNode = (machine: EksMachine): INode =>
  nodeOf(machine, {
    labels: {
      ...cloudLabels(machine),
      'eks.amazonaws.com/nodegroup': machine.nodeGroup,
      'eks.amazonaws.com/capacityType': machine.capacityType,
    },
  });
