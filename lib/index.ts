/**
 * The public API of Corral. What the commands use beside it is in `internal.ts`, which no package exports. Each type
 * of a public signature is here; `etc/corral.api.md` records all of them.
 */

// Environments: what an overlay states.
export { defineEnvironment, deliveries, prerequisiteKinds } from './environment/environment';
export type {
  CatalogInput,
  Delivery,
  Environment,
  AnyEnvironmentInput,
  EnvironmentInput,
  Exemption,
  Prerequisite,
} from './environment/environment';
export type { BuiltInCatalogs } from './environment/complete/catalog';
export { parseEnvironment, type ParsedEnvironment } from './environment/complete';
export {
  kubernetesVersions,
  metricsProviders,
  ownerships,
  priorityClassOwners,
  unusedWeightsActions,
} from './environment/cluster';
export type {
  Cluster,
  ClusterInput,
  Dns,
  DnsInput,
  Downloads,
  Endpoint,
  KubernetesVersion,
  MetricsProvider,
  Ownership,
  Peer,
  PriorityClassOwner,
  StorageTier,
  UnusedWeightsAction,
  WeightsStore,
} from './environment/cluster';
export { capacityTypes, contentions, devicePluginOwners, provisioners } from './environment/node-pool';
export type {
  GpuSharing,
  Hardware as PoolHardware,
  PoolInputBase,
  Provisioner,
  DevicePluginOwner,
  SharingBase,
  CapacityType,
  CloudPoolInput,
  Contention,
  MetalPoolInput,
  NodePool,
  NodePoolInput,
  NvmeDisk,
  PoolGpu,
} from './environment/node-pool';
export type { ArgoCd, Flux, Gitops, GitopsInput } from './environment/gitops';
export { priorities } from './workload/server';
export type { LocalTier, Priority, ReplicaRange, ServedModel, ServedSettings, ServerWorkload } from './workload/server';
export type { ModelInput } from './engines/llama-server/input';
export type { OllamaFleetInput } from './engines/ollama/input';
export type { WorkloadInput, WorkloadInputBase } from './workload/input';
export type { ModelWorkload } from './engines/llama-server/workload';
export type { OllamaFleetWorkload } from './engines/ollama/workload';
export type { Amendment } from './core/amendment';

// Plans: what is proven of an environment before anything is drawn.
export { plan } from './plan';
export type {
  DrainPlan,
  LoaderPlan,
  PlacementPlan,
  Plan,
  PoolPlan,
  QuotaPlan,
  Replacement,
  RolloutPlan,
  ScaleUpPlan,
  ServerPlan,
  SpotLossPlan,
  StorePlan,
} from './plan/plan';
export type { SupportController, SupportPlan, SupportTraffic, SupportWorkload } from './plan/support';
export type { NodeUse, Placed, Witness } from './plan/placement/witness';
export type { NodePrice, PoolPrices } from './plan/cost/price';
export type { CostPlan, LoadCost, MonthlyCost, PoolCost, WorkloadCost } from './plan/cost/cost';
export type { ModelMemory } from './sizing/memory/memory';
export { memoryTermNames, type DeviceMemory, type MemoryTerm, type MemoryTermName } from './sizing/memory/memory-term';

// Engines: what they are, and those that are known without being named.
export { defaultEngines, type EngineName, type Engines } from './engines/registry';
export type {
  CommonFields,
  Engine,
  EngineProposals,
  Misfit,
  Objection,
  PodGpus,
  Proposal,
  Proposals,
  Search,
  Section,
  ShownSettings,
  SizedPod,
  WorkloadReader,
} from './engines/engine';
export type { EngineContract, Routes, Route, ClosedRoute } from './engines/contract';
export type { ProgramRun } from './programs/program';
export type { EnginePod, EngineRun, ServingEngine, WeightsPlace } from './engines/engine-pod';
export type { Invocation } from './engines/invocation';

// Manifests: an environment planned, drawn and judged, and its files.
export { synthesise, synthesiseAll, synthesiseWorkload, type Synthesis } from './synthesise';
export { manifestsOf } from './kubernetes/draw/serialise';
export type { Manifest, RenderedChart } from './kubernetes/read/manifest';
export { defineKinds, type CustomKind, type KindFacts, type Scope as KindScope } from './kubernetes/kinds';
export { files } from './render/files';
export { toYaml } from './render/yaml';
export { beforehand, type Preparation } from './render/beforehand';

// Differences: what a change means, before it is merged.
export { difference, isSame, planFacts } from './diff';
export type { Difference, ModelChange, PlanFacts, Restart, Side, TotalChange } from './diff';
export type { BlockedChange, ChangedObject, FactChange } from './diff/difference';
export type { FieldChange } from './diff/fields';
export type { FlowChanges } from './diff/flows';
export type { Handover } from './diff/handovers';
export type { MonthlyDollars, WorkloadFacts } from './diff/plan-facts';
export type { Away } from './diff/restarts';
export type { Unit } from './diff/totals';

// Catalogues: machines of clouds; GPUs, images and models are among the constructs' names.
export { instances } from './catalog/instances';
export type { Instance, InstanceCatalog, Price } from './catalog/instance';

// Constructs, the types of their props, quantities and faults.
export * from './constructs';
