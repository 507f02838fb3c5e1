/** The public API of Corral: what overlays, scripts and anybody's cdk8s app may use. */
export * from './core/bytes';
export * from './core/cpu';
export * from './core/duration';
export { counted } from './core/counted';
export {
  FaultError,
  fault,
  formatFault,
  refuse,
  type Fault,
  type FaultCode,
  type FaultTables,
  type Remedy,
} from './core/fault';
export { suggest } from './core/suggest';
export type { Model, ModelCatalog } from './catalog/model';
export { defineEnvironment, type Environment, type EnvironmentInput } from './environment/environment';
export { modelFaults } from './environment/complete/catalog';
export { parseEnvironment } from './environment/complete';
export { read as readInput } from './environment/schema/read';
export { bounds as environmentBounds } from './environment/bounds';
export { schemaFacts } from './environment/schema/facts';
export { environmentFields } from './environment/schema/fields';
export { words } from './environment/schema/scalars';
export type { ModelInput, OllamaFleetInput } from './environment/workload';
export { defaultEngines, type EngineName, type Engines } from './engines/registry';
export type { Engine } from './engines/engine';
export { plan } from './plan';
export { foundByNames } from './plan/found-by-names';
export type { Plan, ServerPlan } from './plan/plan';
export { hoursPerMonth, type LoadCost, type MonthlyCost } from './plan/cost/cost';
export type { Derived } from './core/derived';
export type { DeviceMemory, FileTensor, Metadata, ModelHeader, ModelMemory } from './sizing';
export { architectureFacts, projectorFacts, tensorBytes, tensorFacts, tensorTypeByNumber, tensorTypes } from './sizing';
export { defineKinds, type CustomKind } from './kubernetes/kinds';
export type { Manifest, RenderedChart } from './kubernetes/read/manifest';
export { files, indexName, kustomizationName, type Index, type IndexedFile } from './render/files';
export { synthesise, synthesiseAll, type Synthesis } from './synthesise';
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
  type Delivery,
  type Entry,
  type Lock,
  type Times,
  type Tree,
} from './delivery';
export {
  difference,
  isSame,
  planFacts,
  type Difference,
  type ModelChange,
  type PlanFacts,
  type Restart,
  type Side,
  type TotalChange,
} from './diff';
export { discover, discoverFaultCodes, type FirstOverlay } from './discover';
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
export {
  formatDifference,
  neededFor,
  preflight,
  preflightCodes,
  servedKinds,
  type Needs,
  type Preflight,
} from './preflight';
export { manifestsOf } from './kubernetes/draw/serialise';
export type { EngineAccess } from './constructs/access';
export { DevicePluginConfig, type DevicePluginConfigProps } from './constructs/tenancy/device-plugin-config';
export { GpuCap, type GpuCapProps } from './constructs/tenancy/gpu-cap';
export { GpuQuota, type GpuQuotaProps } from './constructs/tenancy/gpu-quota';
export { GpuRuntimeClass } from './constructs/tenancy/gpu-runtime-class';
export { LlamaServer, type LlamaServerProps } from './constructs/serving/llama-server';
export { MemoryDefaults, type MemoryDefaultsProps } from './constructs/serving/memory-defaults';
export { ModelLoader, type ModelLoaderProps } from './constructs/weights/model-loader';
export { ModelStore, type ModelStoreProps, type StoreBackend } from './constructs/weights/model-store';
export { OllamaFleet, type OllamaFleetProps } from './constructs/serving/ollama-fleet';
export { PlatformNamespace, type PlatformNamespaceProps } from './constructs/tenancy/platform-namespace';
export { PriorityLadder, type PriorityLadderProps } from './constructs/tenancy/priority-ladder';
export { StaticVolumes, type StaticVolumesProps } from './constructs/weights/static-volumes';
export { StoreCollector, type StoreCollectorProps } from './constructs/weights/store-collector';
export { WeightsServer, type WeightsServerProps } from './constructs/weights/weights-server';
export type { WeightsVolume } from './constructs/serving/weights-volume';
export { parseIndex } from './render/parse-index';
export { toYaml } from './render/yaml';
export { beforehand, type Preparation } from './render/beforehand';
export { gpus } from './catalog/gpus';
export { imageReference } from './catalog/image';
export { images } from './catalog/images';
export { llamaServerArguments, llamaServerContract } from './engines/llama-server/llama-server';
export type { LlamaServerFlags } from './engines/llama-server/flags';
export { forbiddenFlags } from './engines/llama-server/forbidden';
export { furtherFlagKinds } from './engines/llama-server/further-flags';
export { ollamaContract, ollamaEnvironment } from './engines/ollama/ollama';
export { instances } from './catalog/instances';
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
