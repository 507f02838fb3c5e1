/** What becomes of an object that leaves the stack: deleted, kept by refusing, or left to another owner. */
import type { Manifest } from '../../lib';
import { isKept, objectKey } from '../../lib/internal';
import type { Settings } from './settings';

/**
 * Pulumi's two locks: `protect` refuses the deletion, `retainOnDelete` drops the object from the stack and leaves it in
 * the cluster.
 */
export interface Custody {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** What applies objects itself: as long as one is there, its controller is their second owner. */
const appliers: ReadonlySet<string> = new Set(['AppProject', 'Application', 'Kustomization']);

/**
 * Kinds whose deletion takes data or other objects with it: Flux deletes everything that a Kustomization has applied.
 */
const isGuarded = (manifest: Manifest): boolean => isKept(manifest) || manifest.kind === 'Kustomization';

export function custody(
  manifest: Manifest,
  { allowDelete, handOver }: Pick<Settings, 'allowDelete' | 'handOver'>,
): Custody {
  const {
    kind,
    metadata: { namespace, name },
  } = manifest;
  if (handOver) return { protect: false, retainOnDelete: !appliers.has(kind) };
  const kept = isGuarded(manifest) && !allowDelete.includes(objectKey({ kind, namespace, name }));
  return { protect: kept, retainOnDelete: kept };
}
