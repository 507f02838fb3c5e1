/** Faults with a place and a fix, units, names, paths, and values with the reason for them (`Derived`). */
export type { Amendment, AmendmentTarget, JsonPatchOperation } from './amendment';
export {
  addBytes,
  type Bytes,
  bytes,
  bytesQuantity,
  ceilGib,
  ceilMib,
  gib,
  gigabytes,
  inGib,
  inMib,
  kib,
  largestBytes,
  mib,
  mibText,
  parseBytes,
  sumBytes,
  tib,
} from './bytes';
export { canonicalJson, isSameJson } from './canonical-json';
export {
  addressAfter,
  type AddressRange,
  addressText,
  covers,
  holds,
  isAddress,
  isLinkLocal,
  isOfNode,
  mayHoldPods,
  parseCidr,
  rangeOf,
  reservedIn,
  share,
  translated,
} from './cidr';
export { counted } from './counted';
export { cores, cpuQuantity, type Millicores, parseCpu } from './cpu';
export { type Derived, derived, largest } from './derived';
export { addDurations, ceilSeconds, days, type Duration, durationText, hours, minutes, seconds } from './duration';
export {
  addressFamilies,
  type AddressFamily,
  type Families,
  familiesOf,
  familyFacts,
  familyOf,
  hasFamily,
  hostText,
  usualFamilies,
} from './families';
export {
  accepts,
  fault,
  type Fault,
  type FaultCode,
  FaultError,
  type FaultTables,
  formatFault,
  refuse,
  type Remedy,
} from './fault';
export { isPlainObject, isText, notJson, own } from './json';
export { largestBelow } from './largest-below';
export { bypassesProxy } from './no-proxy';
export { mountOptionName, nfsMountOptions, refusedMountOption } from './mount-options';
export {
  contentHash,
  hashedName,
  isLabel,
  isQualifiedName,
  isQualifiedPart,
  isSubdomain,
  longestName,
  slug,
  withoutHash,
} from './name';
export {
  type LabelRequirement,
  type NodeTarget,
  type Taint,
  taintEffects,
  type ToleratedTaint,
} from './node-selection';
export { childPath, type Path } from './path';
export {
  canonical,
  canonicalAmount,
  countQuantity,
  isQuantity,
  type Nano,
  nanoOf,
  nanoPerUnit,
  quantityText,
  unitsOf,
} from './quantity';
export { sha256 } from './sha256';
export { secretInText, secretVariable } from './secret-text';
export { suggest } from './suggest';
export { valueText } from './value-text';
