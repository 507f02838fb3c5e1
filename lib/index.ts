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
// Databases and caches: what an environment states of them.
export type { Cache, CacheInput, CacheKeeps, CacheUser } from './environment';
export type { Database, DatabaseInput, DatabasePasswords, DatabaseVersion } from './environment';

// Backups: what an environment states of them.
export type {
  Backup,
  BackupCheck,
  BackupInput,
  BackupInterval,
  BackupKeep,
  BackupSchedule,
  BackupSource,
  BackupTarget,
  BackupTargetInput,
  StoreCopies,
} from './environment';
export { backupIntervals, storeCopies } from './environment';
export type { BackupJobPlan, BackupPlan } from './plan';
// The gateway: what an environment states of it, and what its pods read.
export type {
  Gateway,
  GatewayClientInput,
  GatewayExposure,
  GatewayInput,
  GatewayKeys,
  GatewayPods,
  GatewayTls,
  GatewayTlsInput,
} from './environment';
export {
  envoyBootstrap,
  envoyCertificate,
  firstTokenBounds,
  gatewayApis,
  gatewayDnsRefreshSeconds,
  gatewayHeaders,
  gatewayPaths,
  gatewayPorts,
} from './gateway';
export type {
  EnvoyCluster,
  EnvoyClustersFile,
  EnvoySettings,
  EnvoyTimes,
  FirstTokenBound,
  GatewayAccessLine,
  GatewayApi,
  GatewayClient,
  GatewayClientsFile,
  GatewayCluster,
  GatewayHeaders,
  GatewayKey,
  GatewayModel,
  GatewayModelFacts,
  GatewayModelsFile,
  GatewayPaths,
  GatewayPorts,
  GatewaySettings,
  GatewayWeightsFile,
} from './gateway';
// Monitoring: who scrapes, and what is promised.
export { firstTokenSeconds } from './environment';
export type {
  Alerts,
  Dashboards,
  FirstTokenSeconds,
  Monitoring,
  MonitoringInput,
  Scrape,
  ScrapeInput,
} from './environment';
export type { BuiltInCatalogs } from './environment';
export { parseEnvironment, type ParsedEnvironment } from './environment';
export {
  kubernetesVersions,
  limitTypes,
  metricsProviders,
  namespacedPriorityClasses,
  namespacedRuntimeClasses,
  issuerKinds,
  ownerships,
  secretStoreKinds,
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
  EngineKeyInput,
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
  ProxyPods,
  Scope,
  SentToken,
  StorageTier,
  UnusedWeightsAction,
  UserIds,
  WeightsStore,
} from './environment';
export { allocations, capacityTypes, contentions, devicePluginOwners, provisioners, shareNames } from './environment';
export { nodeSettingNames, nodeSettings } from './environment';
export type {
  Allocation,
  GpuSharing,
  Hardware as PoolHardware,
  PoolInputBase,
  Provisioner,
  DevicePluginOwner,
  ShareName,
  SharesBase,
  SharingBase,
  CapacityType,
  CloudPoolInput,
  Contention,
  LabelValues,
  MetalPoolInput,
  NodePool,
  NodePoolInput,
  NvmeDisk,
  PoolClaim,
  PoolGpu,
  NodeOrigin,
  NodeSetting,
  PoolTuning,
  PoolTuningInput,
} from './environment';
export type { ArgoCd, Flux, Gitops, GitopsInput } from './environment';
export { priorities } from './workload';
export type {
  Affinity,
  ComputeGpus,
  DemandScaling,
  DeviceClaim,
  LocalTier,
  NamedDays,
  Priority,
  ReplicaRange,
  ScheduleWindow,
  ScheduleWindowInput,
  ServedModel,
  ServedSettings,
  ServerWorkload,
  TimeOfDay,
  Track,
  Weekday,
} from './workload';
export type { ModelInput, ModelTrackInput } from './engines';
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
  GatewayPlan,
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
  PublicModel,
  TrackInput,
  ShownSettings,
  SizedPod,
  WorkloadReader,
} from './engines';
export type { EngineContract, Routes, Route, ClosedRoute } from './engines';
export type { KernelSetting, ProgramRun } from './programs';
export type { EnginePod, EngineRun, ServingEngine, WeightsPlace } from './engines';
export type { Invocation } from './engines';

// Manifests: an environment planned, drawn and judged, and its files.
export { synthesise, synthesiseAll, synthesiseWorkload, type Synthesis } from './synthesise';
export { manifestsOf } from './kubernetes/draw';
export type { Labels, Manifest, RenderedChart } from './kubernetes/read';
export { defineKinds, type CustomKind, type KindFacts, type Scope as KindScope } from './kubernetes/kinds';
export { files } from './render';
export { toYaml } from './render';
export { beforehand, type Preparation } from './render';

// Connectivity: which pods and addresses may connect, by the network policies.
export { addressEnd, connectivityCsv, probes } from './reachability';
export type {
  AddressEnd,
  End as ConnectionEnd,
  NamedPort,
  PodEnd,
  Probe,
  ProbedAddress,
  ProbeOptions,
  ProbePort,
  ServiceName,
} from './reachability';
export type { AddressFamily, AddressRange, Families } from './core';

// Differences: what a change means, before it is merged.
export { report, reportOverview } from './report';
export type { ReportComparison } from './report';
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
export type {
  DeviceAttributes,
  DeviceDriver,
  GpuVendor,
  ImageMirrors,
  Instance,
  InstanceCatalog,
  NodeArchitecture,
  Price,
} from './catalog';

// Constructs, the types of their props, quantities and faults.
export * from './constructs';
