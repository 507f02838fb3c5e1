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
export type { Plan } from './plan/plan';
export type { Manifest, RenderedChart } from './kubernetes/manifest';
export { files, indexName, kustomizationName, type Index, type IndexedFile } from './render/files';
export { synthesise, synthesiseAll, type Synthesis } from './synthesise';
export { manifestsOf } from './kubernetes/serialise';
export { LlamaServer, type LlamaServerProps } from './constructs/llama-server';
export { toYaml } from './render/yaml';
