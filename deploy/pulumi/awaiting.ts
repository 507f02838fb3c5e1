/** Which objects a stack waits for: those that become ready by themselves, and say something that no other object says. */
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1';
import type { Manifest } from '../../lib';

/** Whether a claim is bound before a pod uses it. A class that is not ours may bind on first use, so it counts as one that does. */
function bindsByItself(claim: Manifest, all: readonly Manifest[]): boolean {
  const { storageClassName, volumeName } = (claim as unknown as IPersistentVolumeClaim).spec ?? {};
  if (volumeName !== undefined) return true;
  const found = all.find(({ kind, metadata }) => kind === 'StorageClass' && metadata.name === storageClassName);
  return found !== undefined && (found as unknown as IStorageClass).volumeBindingMode !== 'WaitForFirstConsumer';
}

/** A Service is as ready as the pods behind it, and their workload is waited for already. */
export function isAwaited(manifest: Manifest, all: readonly Manifest[]): boolean {
  if (manifest.kind === 'PersistentVolumeClaim') return bindsByItself(manifest, all);
  return manifest.kind !== 'Service';
}
