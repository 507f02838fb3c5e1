/**
 * The kinds of object that Corral draws or reads, with their types: a field that Kubernetes does not know does not
 * compile.
 */
export { isBuiltInGroup } from './groups';
export { groupOf, versionOf, type KindFacts, type Scope } from './kind';
export { defineKinds, factsFor, factsOf, isClusterScoped, type CustomKind, type Kind, type Kinds } from './table';
export type { ResourceClaimSpec } from './devices';
export type * from './pod';
export { reservedKey, trackLabel } from './metadata-keys';
export { openedBy } from './openings';
export {
  asideLabels,
  capacityKeys,
  autopilotName,
  isPassingTaint,
  type LabelMark,
  type NodeReason,
  spotLabels,
  type TaintMark,
  taintMarks,
  virtualLabels,
} from './node-marks';
export { allowedName, labelText } from './object-name';
export {
  clusterDnsPods,
  clusterDomain,
  dnsPort,
  gpuRuntimeClass,
  namespaceLabel,
  nodeLocalDnsAddress,
} from './well-known';
