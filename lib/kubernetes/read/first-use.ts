/** Which claims stay unbound until a pod uses them: a wait for such a claim before its pod exists never ends. */
import { isKind, ofKind } from './is-kind';
import type { Manifest } from './manifest';

/**
 * Whether an object is such a claim. A class that is not among `all` may bind on first use, so it counts as one that
 * does.
 */
export function bindsOnFirstUse(manifest: Manifest, all: readonly Manifest[]): boolean {
  if (!isKind(manifest, 'PersistentVolumeClaim')) return false;
  const { storageClassName, volumeName } = manifest.spec ?? {};
  if (volumeName !== undefined) return false;
  const found = ofKind(all, 'StorageClass').find(({ metadata }) => metadata.name === storageClassName);
  return found === undefined || found.volumeBindingMode === 'WaitForFirstConsumer';
}
