/** Every reference by name from an object to others. */
import type { Manifest } from '../manifest';
import { workloadPod } from '../workload-pod';
import { accessReferences } from './access';
import { deviceReferences } from './devices';
import { edgeReferences } from './edge';
import { podReferences } from './pod';
import type { Reference } from './reference';
import { claimReferences, storageReferences } from './storage';

export { withConfigMapNames } from './config-map-names';
export { madeSecrets } from './edge';
export { defaultClass, type Reference } from './reference';

export function referencesIn(manifest: Manifest): readonly Reference[] {
  const pod = workloadPod(manifest);
  return [
    ...(pod === undefined ? [] : [...podReferences(pod, manifest.metadata.namespace ?? ''), ...claimReferences(pod)]),
    ...storageReferences(manifest),
    ...accessReferences(manifest),
    ...edgeReferences(manifest),
    ...deviceReferences(manifest),
  ];
}
