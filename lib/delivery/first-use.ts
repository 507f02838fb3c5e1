/** Which claims stay unbound until a pod uses them: whoever waits for one before its pod exists waits for ever. */
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1';
import type { Unit } from './unit';

/** Whether a unit holds such a claim. A class that is not ours may bind on first use, so it counts as one that does. */
export function bindsOnFirstUse(unit: Unit, all: readonly Unit[]): boolean {
  const immediate = new Set(
    all.flatMap(({ manifests }) => manifests)
      .filter((manifest) => manifest.kind === 'StorageClass' && (manifest as unknown as IStorageClass).volumeBindingMode !== 'WaitForFirstConsumer')
      .map(({ metadata }) => metadata.name),
  );
  return unit.manifests.some((manifest) => {
    if (manifest.kind !== 'PersistentVolumeClaim') return false;
    const { storageClassName, volumeName } = (manifest as unknown as IPersistentVolumeClaim).spec ?? {};
    return volumeName === undefined && (storageClassName === undefined || !immediate.has(storageClassName));
  });
}
