/** What a live cluster has, as preflight and discover read it. Pure. */
export { answerOf, objectsOf, preferredVersionOf, resourcesOf } from './answers';
export { dnsNamespaces, liveDns, nodeLocalDns } from './dns';
export { inventoryFaultCodes } from './fault-codes';
export { gpuLabel, gpusOf, podsWith, type LiveGpus } from './gpus';
export {
  aggregatedApi,
  carries,
  inventoryOf,
  isDefaultClass,
  isDefinitionServed,
  waitsForPod,
  type Inventory,
} from './inventory';
export { partOf, type LiveObject } from './live-object';
export { meets, type LiveNode } from './node';
export { isOurs, ownerOf } from './owner';
export { freeServiceAddress, serviceAddresses, serviceAddressKinds } from './service-addresses';
export { localLockOf, nfsDriver, provisionerOf, reachOf } from './storage-drivers';
export { asideFor, covers, isOfGpus, spotMark, taintText, unusable, type Unusable } from './usable';
