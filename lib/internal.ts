/** What the commands and deliveries of this repository use beside the public API. No entry of the package exports it. */
export { inMib, mibText } from './core/bytes';
export { durationText } from './core/duration';
export { counted } from './core/counted';
export { fault, refuse, type FaultCode, type FaultTables } from './core/fault';
export { suggest } from './core/suggest';
export { modelFaults } from './environment/complete/catalog';
export { read as readInput } from './environment/schema/read';
export { bounds as environmentBounds } from './schema/bounds';
export { schemaFacts } from './schema/facts';
export { environmentFields } from './environment/schema/fields';
export { words } from './schema/scalars';
export { foundByNames } from './plan/found-by-names';
export { hoursPerMonth } from './plan/cost/cost';
export {
  architectureFacts,
  projectorFacts,
  tensorFacts,
  type FileTensor,
  type Metadata,
  type ModelHeader,
} from './gguf/header';
export { tensorBytes, tensorTypeByNumber, tensorTypes } from './gguf/tensor-types';
export { indexName, kustomizationName, type Index, type IndexedFile } from './render/files';
export { parseIndex } from './render/parse-index';
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
  sha256,
  timesOf,
  treeOf,
  type Changes,
  type Entry,
  type Lock,
  type Times,
} from './delivery';
export { discover, discoverFaultCodes } from './discover';
export {
  answerOf,
  dnsNamespaces,
  inventoryFaultCodes,
  inventoryOf,
  objectsOf,
  preferredVersionOf,
  resourcesOf,
  serviceAddressKinds,
  type Inventory,
  type LiveObject,
} from './inventory';
export { formatDifference, neededFor, preflight, preflightCodes, type Needs, type Preflight } from './preflight';
export { llamaServerArguments, llamaServerContract } from './engines/llama-server/llama-server';
export type { LlamaServerFlags } from './engines/llama-server/flags';
export { forbiddenFlags } from './engines/llama-server/forbidden';
export { ollamaContract, ollamaEnvironment } from './engines/ollama/ollama';
export { environmentFaultCodes } from './environment/fault-codes';
export { catalogFaultCodes } from './catalog/fault-codes';
export { constructFaultCodes } from './constructs/fault-codes';
export { ggufFaultCodes } from './gguf/fault-codes';
export { kubernetesFaultCodes } from './kubernetes/fault-codes';
export { planFaultCodes } from './plan/fault-codes';
export { programFaultCodes } from './programs/fault-codes';
export { exemptionFaultCodes } from './rules/fault-codes';
export { rules } from './rules';
export { codeOf as ruleCode } from './rules/judge';
export { sizingFaultCodes, usableGpu, usableMemory } from './sizing';
export { minReady } from './sizing/time/pod-budgets';
