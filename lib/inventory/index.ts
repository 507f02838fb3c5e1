/** What a live cluster has, as preflight and discover read it. Pure. */
export { answerOf, objectsOf, preferredVersionOf, resourcesOf } from './answers';
export { dnsNamespaces, liveDns, nodeLocalDns, possibleResolvers } from './dns';
export { inventoryFaultCodes } from './fault-codes';
export { carriesGpu, gpuLabel, knownGpu, shownKind } from './gpu-labels';
export { allUnitsOf, gpusOf, podsWith, unitsOf, type LiveGpus } from './gpus';
export {
  aggregatedApi,
  carries,
  inventoryOf,
  isDefaultClass,
  isDefinitionServed,
  waitsForPod,
  type Inventory,
} from './inventory';
export {
  isOfKarpenter,
  karpenterGroup,
  type KarpenterPool,
  karpenterPoolKind,
  karpenterPools,
  lackedBy,
  nodesWithin,
  statedValues,
} from './karpenter';
export { conditionOf, partOf, type LiveObject } from './live-object';
export { meets, type LiveNode } from './node';
export { isOurs, ownerOf } from './owner';
export { liveLimits, type LiveQuantities, type LiveQuota, liveQuotas, usedByOthers } from './quotas';
export { freeServiceAddress, liveFamilies, serviceAddresses, serviceAddressKinds } from './service-addresses';
export { isObjectStore, isShareable, localLockOf, nfsDriver, provisionerOf, reachOf } from './storage-drivers';
export { asideFor, covers, isOfGpus, spotMark, taintText, unusable, type Unusable } from './usable';
