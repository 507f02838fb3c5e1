/**
 * Delivers an environment as a person or a GitOps controller does: wave by wave, each ready before the next is applied.
 */
import type { Json, Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../client/client';
import { applied, lost } from './read-back';
import { waitUntilAllSettled } from './settled';

/** What a delivery led to. */
export interface Delivered {
  readonly sent: readonly Manifest[];
  /** The same objects as the server keeps them. */
  readonly kept: readonly Manifest[];
  readonly warnings: readonly string[];
  /** Time that the server took to take all objects, the waits between waves not counted. */
  readonly applyMilliseconds: number;
}

export async function deliver(client: KubernetesClient, waves: readonly (readonly Manifest[])[]): Promise<Delivered> {
  const kept: Manifest[] = [];
  const warnings: string[] = [];
  let applyMilliseconds = 0;
  for (const wave of waves) {
    const start = Date.now();
    const applied = await client.apply(wave);
    applyMilliseconds += Date.now() - start;
    kept.push(...applied.objects);
    warnings.push(...applied.warnings);
    await waitUntilAllSettled(client, wave);
  }
  return { sent: waves.flat(), kept, warnings, applyMilliseconds };
}

const named = ({ kind, metadata: { name } }: Manifest): string => `${kind} ${name}`;

/** What the server did not keep as it was sent. */
export const lostBy = ({ sent, kept }: Delivered): readonly string[] =>
  sent.flatMap((each, i) =>
    lost(each as unknown as Json, kept[i] as unknown as Json).map((difference) => `${named(each)} ${difference}`),
  );

/** Applies objects once more; returns what that changed. */
export async function changedByApply(
  client: KubernetesClient,
  manifests: readonly Manifest[],
): Promise<readonly string[]> {
  const changes: string[] = [];
  for (const manifest of manifests) {
    const before = await client.read(manifest);
    const {
      objects: [after],
    } = await client.apply([manifest]);
    changes.push(...lost(applied(before), applied(after), named(manifest)));
    changes.push(...lost(applied(after), applied(before), `${named(manifest)}, new`));
  }
  return changes;
}
