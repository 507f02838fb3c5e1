/**
 * A node of an AKS node pool. AKS taints spot nodes; GPU nodes it only labels.
 *
 * @see MicrosoftDocs/azure-aks-docs articles/aks/use-labels.md (reserved system labels)
 * @see MicrosoftDocs/azure-aks-docs articles/aks/spot-node-pool.md (label and taint of spot pools)
 */
import type { INode } from 'kubernetes-models/v1';
import { cloudLabels, nodeOf, type CloudMachine } from './machine';

interface AksMachine extends CloudMachine {
  readonly agentPool: string;
  /** @default false */
  readonly spot?: boolean;
}

export const aksNode = (machine: AksMachine): INode =>
  nodeOf(machine, {
    labels: {
      ...cloudLabels(machine),
      'kubernetes.azure.com/agentpool': machine.agentPool,
      // The name without a domain is deprecated and still set.
      agentpool: machine.agentPool,
      'kubernetes.azure.com/mode': 'user',
      'kubernetes.azure.com/role': 'agent',
      ...(machine.spot === true ? { 'kubernetes.azure.com/scalesetpriority': 'spot' } : {}),
      ...(machine.gpus === undefined ? {} : { 'kubernetes.azure.com/accelerator': 'nvidia' }),
    },
    taints:
      machine.spot === true
        ? [{ key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }]
        : [],
  });
