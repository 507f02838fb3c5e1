/**
 * The public API of Corral. What the commands use beside it is in `internal.ts`, which no package exports. Each type
 * of a public signature is here; `etc/corral.api.md` records all of them.
 */

// Environments: what an overlay states.
export { defineEnvironment, deliveries, prerequisiteKinds } from './environment';
export type {
  CatalogInput,
  Delivery,
  Environment,
  AnyEnvironmentInput,
  EnvironmentInput,
  Exemption,
  Prerequisite,
} from './environment';
export type { BuiltInCatalogs } from './environment';
export { parseEnvironment, type ParsedEnvironment } from './environment';
export {
  kubernetesVersions,
  limitTypes,
  metricsProviders,
  namespacedPriorityClasses,
  namespacedRuntimeClasses,
  ownerships,
  claimAccessModes,
  priorityClassOwners,
  scopes,
  unusedWeightsActions,
} from './environment';
export { claimLayouts, type ClaimLayout, type ClaimPlace } from './catalog';
export type {
  ClaimAccessMode,
  Cluster,
  ClusterInput,
  ClusterWideInput,
  CommonClusterInput,
  Dns,
  DnsInput,
  DownloadProxy,
  DownloadProxyInput,
  Downloads,
  DownloadRoute,
  DownloadToken,
  DownloadsInput,
  Endpoint,
  ExistingClaim,
  ExistingLimit,
  ExistingLimitRange,
  ExistingQuota,
  KubernetesVersion,
  LimitType,
  MetricsProvider,
  NamespacedInput,
  NamespacedPriorityClasses,
  NamespacedRuntimeClass,
  Ownership,
  Peer,
  PriorityClassOwner,
  Scope,
  SentToken,
  StorageTier,
  UnusedWeightsAction,
  WeightsStore,
} from './environment';
export { capacityTypes, contentions, devicePluginOwners, provisioners } from './environment';
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
} from './environment';
export type { ArgoCd, Flux, Gitops, GitopsInput } from './environment';
export { priorities } from './workload';
export type { LocalTier, Priority, ReplicaRange, ServedModel, ServedSettings, ServerWorkload } from './workload';
export type { ModelInput } from './engines';
export type { OfferedModel, OllamaFleetInput, OllamaModelInput, OllamaNamedModel } from './engines';
export type { WorkloadInput, WorkloadInputBase } from './workload';
export type { ModelWorkload } from './engines';
export type { OllamaFleetWorkload } from './engines';
export type { ObjectAdditions } from './workload';
export type { Amendment, AmendmentTarget, JsonPatchOperation } from './core';

// Plans: what is proven of an environment before anything is drawn.
export { type LoaderWork, plan } from './plan';
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
} from './plan';
export type { SupportController, SupportPlan, SupportTraffic, SupportWorkload } from './plan';
export type { NodeUse, Placed, Witness } from './plan';
export type { NodePrice, PoolPrices } from './plan';
export type { CostPlan, LoadCost, MonthlyCost, PoolCost, WorkloadCost } from './plan';
export type { ModelMemory } from './sizing';
export { memoryTermNames, type DeviceMemory, type MemoryTerm, type MemoryTermName } from './sizing';

// Engines: what they are, and those that are known without being named.
export { defaultEngines, type EngineName, type Engines } from './engines';
export type {
  CommonFields,
  Engine,
  EngineProposals,
  Misfit,
  Objection,
  PodGpus,
  Proposal,
  Proposals,
  ReservedVariable,
  Search,
  Section,
  ShownSettings,
  SizedPod,
  WorkloadReader,
} from './engines';
export type { EngineContract, Routes, Route, ClosedRoute } from './engines';
export type { ProgramRun } from './programs';
export type { EnginePod, EngineRun, ServingEngine, WeightsPlace } from './engines';
export type { Invocation } from './engines';

// Manifests: an environment planned, drawn and judged, and its files.
export { synthesise, synthesiseAll, synthesiseWorkload, type Synthesis } from './synthesise';
export { manifestsOf } from './kubernetes/draw';
export type { Manifest, RenderedChart } from './kubernetes/read';
export { defineKinds, type CustomKind, type KindFacts, type Scope as KindScope } from './kubernetes/kinds';
export { files } from './render';
export { toYaml } from './render';
export { beforehand, type Preparation } from './render';

// Differences: what a change means, before it is merged.
export { difference, isSame, planFacts } from './diff';
export type { Difference, ModelChange, PlanFacts, Restart, Side, TotalChange } from './diff';
export type { BlockedChange, ChangedObject, FactChange } from './diff';
export type { FieldChange } from './diff';
export type { FlowChanges } from './diff';
export type { Handover } from './diff';
export type { MonthlyDollars, WorkloadFacts } from './diff';
export type { Away } from './diff';
export type { Unit } from './diff';

// Catalogues: machines of clouds; GPUs, images and models are among the constructs' names.
export { instances } from './catalog';
export type { ImageMirrors, Instance, InstanceCatalog, Price } from './catalog';

// Constructs, the types of their props, quantities and faults.
export * from './constructs';
