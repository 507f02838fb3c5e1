/** What the commands and deliveries of this repository use beside the public API. No entry of the package exports it. */
export { inMib, mibText } from './core';
export { durationText } from './core';
export { bypassesProxy, counted, isPlainObject, isSubdomain, quantityText } from './core';
export { fault, refuse, type FaultCode, type FaultTables } from './core';
export { sha256, suggest } from './core';
export { modelFaults, scraperEntry } from './environment';
export { read as readInput } from './environment';
export { bounds as environmentBounds } from './schema';
export { schemaFacts } from './schema';
export { environmentFields } from './environment';
export { words } from './schema';
export { adaptations, foundByNames, quotaUses, weakened } from './plan';
export { hoursPerMonth } from './plan';
export { cacheAddress, cacheSizes, databaseAddress, dataVolumes, supportPlan } from './plan';
export {
  adapterFacts,
  architectureFacts,
  projectorFacts,
  tensorFacts,
  type FileTensor,
  type Metadata,
  type ModelHeader,
} from './gguf';
export { tensorBytes, tensorTypeByNumber, tensorTypes } from './gguf';
export { indexName, kustomizationName, type Index, type IndexedFile } from './render';
export { parseIndex } from './render';
export { generatorMark } from './report';
export {
  bindsOnFirstUse,
  changesBetween,
  controlFolder,
  deliveryFaultCodes,
  fieldManagers,
  guards,
  isKept,
  knownHashes,
  loadersBefore,
  lockName,
  lockOf,
  lockPath,
  lockText,
  objectKey,
  parseLock,
  timesOf,
  treeOf,
  type Changes,
  type Entry,
  type Lock,
  type Times,
} from './delivery';
export { restoreManifests } from './restore';
export { discover, discoverFaultCodes } from './discover';
export {
  answerOf,
  dnsNamespaces,
  inventoryFaultCodes,
  inventoryOf,
  karpenterPoolKind,
  objectsOf,
  preferredVersionOf,
  resourcesOf,
  serviceAddressKinds,
  type Inventory,
  type LiveObject,
} from './inventory';
export { formatDifference, neededFor, preflight, preflightCodes, type Needs, type Preflight } from './preflight';
export { completeLlamaServerSettings, llamaServerArguments, llamaServerContract, llamaServerFlags } from './engines';
export { architectures, isArchitecture } from './catalog';
export type { LlamaServerFlags } from './engines';
export { forbiddenFlags } from './engines';
export { changesMemory, completeName, ollamaContract, ollamaEnvironment } from './engines';
export { type Metric, metricSources, resetByScrape, type MetricSource } from './observability';
export { environmentFaultCodes } from './environment';
export { catalogFaultCodes, isOfRegistry, ollamaName, originText } from './catalog';
export { constructFaultCodes } from './constructs/internal';
export { ggufFaultCodes } from './gguf';
export { kubernetesFaultCodes } from './kubernetes/fault-codes';
export { planFaultCodes } from './plan';
export { programFaultCodes } from './programs';
export { exemptionFaultCodes } from './rules';
export { rules } from './rules';
export { codeOf as ruleCode } from './rules';
export { sizingFaultCodes, usableGpu, usableOfUnit } from './sizing';
export { drainDeadline, minReady } from './sizing';
export { windowText } from './workload';
