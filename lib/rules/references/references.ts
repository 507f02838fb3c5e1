/** Every reference by name from one object to another. */
import type { Evidence } from '../evidence';
import { accessReferences } from './access';
import { podReferences } from './pod';
import type { Reference } from './reference';
import { claimReferences, storageReferences } from './storage';

/** Every reference by name in the manifests. */
export const referencesOf = (evidence: Evidence): readonly Reference[] => [
  ...evidence.pods.flatMap(podReferences),
  ...claimReferences(evidence),
  ...storageReferences(evidence),
  ...accessReferences(evidence),
];
