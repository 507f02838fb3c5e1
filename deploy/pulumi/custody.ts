/** What becomes of an object that leaves the stack: deleted, kept by refusing, or left to another owner. */
import { objectKey, type Manifest } from '../../lib';
import type { Settings } from './settings';

/** Pulumi's two locks: `protect` refuses the deletion, `retainOnDelete` drops the object from the stack and leaves it in the cluster. */
export interface Custody {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** Kinds whose deletion takes data or other objects with it. Flux deletes everything that a Kustomization has applied. */
const protectedKinds: ReadonlySet<string> = new Set([
  'CustomResourceDefinition', 'Kustomization', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'StorageClass',
]);

export function custody({ kind, metadata: { namespace, name } }: Manifest, { allowDelete, handOver }: Pick<Settings, 'allowDelete' | 'handOver'>): Custody {
  if (handOver) return { protect: false, retainOnDelete: true };
  const kept = protectedKinds.has(kind) && !allowDelete.includes(objectKey({ kind, namespace, name }));
  return { protect: kept, retainOnDelete: kept };
}
