/** Node objects as each provider really makes them, and how they join and leave a control plane. */
import type { INode } from 'kubernetes-models/v1';
import { isReady } from './client/conditions';
import type { KubernetesClient } from './client/client';

export { aksNode } from './nodes/aks';
export { eksNode } from './nodes/eks';
export { gkeNode } from './nodes/gke';
export { karpenterNode } from './nodes/karpenter';
export { kubeadmNode } from './nodes/kubeadm';

/** Registers nodes and waits until they are Ready and the not-ready taint of their first seconds is gone. */
export async function joinNodes(client: KubernetesClient, nodes: readonly INode[]): Promise<void> {
  for (const node of nodes) await client.create('Node', node);
  const startupTaint = 'node.kubernetes.io/not-ready';
  for (const { metadata } of nodes) {
    await client.waitFor(
      'is Ready',
      'Node',
      metadata?.name ?? '',
      undefined,
      (node) => isReady(node) && !(node.spec?.taints ?? []).some(({ key }) => key === startupTaint),
    );
  }
}

/**
 * Removes a machine at once, as a spot interruption without notice does. Pods of a node that is gone are collected by
 * the controller manager after a quarantine of 40 seconds, which nothing configures: they are removed here without the
 * wait.
 */
export async function vanishNode(client: KubernetesClient, name: string): Promise<void> {
  await client.delete([{ apiVersion: 'v1', kind: 'Node', metadata: { name } }]);
  const orphans = await client.list('Pod', { fields: { 'spec.nodeName': name } });
  const references = orphans.map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: metadata?.name ?? '', namespace: metadata?.namespace },
  }));
  await client.delete(references, { gracePeriodSeconds: 0 });
}
