/** Which claims stay unbound until a pod uses them: a wait for such a claim before its pod exists never ends. */
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1';
import type { Manifest } from '../kubernetes/read/manifest';

/**
 * Whether an object is such a claim. A class that is not among `all` may bind on first use, so it counts as one that
 * does.
 */
export function bindsOnFirstUse(manifest: Manifest, all: readonly Manifest[]): boolean {
  if (manifest.kind !== 'PersistentVolumeClaim') return false;
  const { storageClassName, volumeName } = (manifest as unknown as IPersistentVolumeClaim).spec ?? {};
  if (volumeName !== undefined) return false;
  const found = all.find(({ kind, metadata }) => kind === 'StorageClass' && metadata.name === storageClassName);
  return found === undefined || (found as unknown as IStorageClass).volumeBindingMode === 'WaitForFirstConsumer';
}
