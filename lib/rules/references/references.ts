/** Every reference by name from one object to another. */
import type { Evidence } from '../evidence';
import { accessReferences } from '../../kubernetes/read/references/access';
import { podReferences } from '../../kubernetes/read/references/pod';
import type { Reference } from '../../kubernetes/read/references/reference';
import { claimReferences, storageReferences } from '../../kubernetes/read/references/storage';

/** Every reference by name in the manifests. */
export const referencesOf = (evidence: Evidence): readonly Reference[] => [
  ...evidence.pods.flatMap(podReferences),
  ...claimReferences(evidence),
  ...storageReferences(evidence),
  ...accessReferences(evidence),
];
