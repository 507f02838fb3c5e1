/** Whether an object has done what it is for: the kinds that a delivery in waves waits for. */
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../client/client';
import { isComplete, isRolledOut } from '../client/conditions';
import type { Kind, Kinds } from '../../../lib/kubernetes/kinds';
import type { WaitOptions } from '../client/wait';

type Settled = { readonly [K in Kind]?: (object: Kinds[K]) => boolean };

/** Kinds that are not listed are as they should be once they are stored. */
const settled: Settled = {
  Deployment: isRolledOut,
  Job: isComplete,
  Namespace: ({ status }) => status?.phase === 'Active',
  PersistentVolumeClaim: ({ status }) => status?.phase === 'Bound',
  ResourceQuota: ({ status }) => status?.used !== undefined,
  StatefulSet: isRolledOut,
};

/** Waits until an object has settled; returns at once for kinds without a state of their own. */
export async function waitUntilSettled(
  client: KubernetesClient,
  { kind, metadata: { name, namespace } }: Manifest,
  options: WaitOptions = {},
): Promise<void> {
  const holds = settled[kind as Kind] as ((object: Kinds[Kind]) => boolean) | undefined;
  if (holds !== undefined) await client.waitFor('has settled', kind as Kind, name, namespace, holds, options);
}

/** Waits until all of several objects have settled. */
export async function waitUntilAllSettled(
  client: KubernetesClient,
  manifests: readonly Manifest[],
  options: WaitOptions = {},
): Promise<void> {
  for (const manifest of manifests) await waitUntilSettled(client, manifest, options);
}
