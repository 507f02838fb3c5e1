/** How manifests are read: pods of a workload, selectors, references, immutable fields, types of fields. */
export { type UnservedField, unservedFields } from './field-releases';
export { type FieldFault, fieldFaults } from './field-types';
export { bindsOnFirstUse } from './first-use';
export { immutableChanges } from './immutable-fields';
export { gpusOf, invocationOf } from './invocation';
export { claimSpecsIn } from './claim-specs';
export { withClaimedDevices } from './claimed-devices';
export { autoscaledBy } from './autoscaled';
export { isKind, type ManifestOf, ofKind } from './is-kind';
export { fieldType, listKeys, objectType, type ValueType } from './list-keys';
export { identity, type Manifest, type RenderedChart, title } from './manifest';
export { part } from './part';
export { type Amounts, type AskingPod, combine, larger, plus, podLimits, podRequests } from './pod-resources';
export { defaultClass, madeSecrets, type Reference, referencesIn, withConfigMapNames } from './references';
export { type Labels, type LabelSelector, matches, selectsAll } from './selector';
export { probesWithin, startupPatience } from './startup-patience';
export { argumentsOf, type PodContainer, podTemplate, workloadPod, type WorkloadPod } from './workload-pod';
