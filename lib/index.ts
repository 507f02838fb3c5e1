/** The public API of Corral: what overlays, scripts and anybody's cdk8s app may use. */
export * from './core/bytes';
export * from './core/cpu';
export * from './core/duration';
export { FaultError, fault, formatFault, refuse, type Fault, type Remedy } from './core/fault';
export { suggest } from './core/suggest';
export type { Model, ModelCatalog } from './catalog/model';
export { defineEnvironment, type Environment, type EnvironmentInput } from './environment/environment';
export { parseEnvironment } from './environment/complete';
export type { ModelInput, OllamaFleetInput } from './environment/workload';
export { plan } from './plan';
export type { LlamaServerPlan, OllamaFleetPlan, Plan } from './plan/plan';
export { hoursPerMonth, type LoadCost, type MonthlyCost } from './plan/cost/cost';
export type { Derived } from './core/derived';
export type { DeviceMemory, FileTensor, Metadata, ModelHeader } from './sizing';
export { architectureFacts, tensorBytes, tensorFacts, tensorTypeByNumber, tensorTypes } from './sizing';
export type { Manifest, RenderedChart } from './kubernetes/manifest';
export { files, indexName, kustomizationName, type Index, type IndexedFile } from './render/files';
export { synthesise, synthesiseAll, type Synthesis } from './synthesise';
export {
  changesBetween, guards, hashes, lockName, lockOf, lockPath, lockText, objectKey, parseLock, sha256, treeOf, type Changes, type Delivery, type Entry,
  type Lock, type Tree,
} from './delivery';
export { difference, isSame, planFacts, type Difference, type ModelChange, type PlanFacts, type Restart, type Side, type TotalChange } from './diff';
export { manifestsOf } from './kubernetes/serialise';
export { LlamaServer, type LlamaServerProps } from './constructs/llama-server';
export { toYaml } from './render/yaml';
export { beforehand, type Preparation } from './render/beforehand';
export { gpus } from './catalog/gpus';
export { imageReference } from './catalog/image';
export { images } from './catalog/images';
export { instances } from './catalog/instances';
export { environmentFaultCodes } from './environment/fault-codes';
export { planFaultCodes } from './plan/fault-codes';
export { rules } from './rules';
export { codeOf as ruleCode } from './rules/judge';
export { sizingFaultCodes, usableGpu } from './sizing';
