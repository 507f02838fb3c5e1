/**
 * The constructs, for anybody's cdk8s app, and every type that their props name. `import … from 'corral/constructs'`
 * loads no planner and no rules.
 */

// Serving: one model, or a fleet of several.
export { LlamaServer, type LlamaServerProps } from './serving/llama-server';
export type { ChatTemplate, EnginePod, Exporter, SecretFile, ServingEngine } from '../engines';
export type { ClosedRoute, EngineContract, Route, Routes } from '../engines';
export type { LoaderProxy, ProgramRun } from '../programs';
export type { EngineWorkloadProps, PodReplacement } from './serving/engine/props';
export { EngineWorkload } from './serving/engine-workload';
export { OllamaFleet, type OllamaFleetProps } from './serving/ollama-fleet';
export { ollamaWeights, type FleetModels, type ModelList, type TaggedModel } from './serving/ollama-models';
export { MemoryDefaults, type MemoryDefaultsProps } from './serving/memory-defaults';
export type { Hardware } from './serving/default-hardware';
export type { PodHardware } from '../sizing';
export type { Bandwidth } from '../sizing';
export type { MemoryBandwidth } from '../sizing';
export type { WeightsServerAddress, WeightsVolume } from './serving/weights-volume';
export type { EngineAccess } from './access';
export type { WithAdditions } from './added';
export type { WithPrograms } from './program-files';

// How metrics are scraped.
export type { Scraping, WithScraping } from './observability/scraping';

// Web services, and what every workload behind a Service gives to others.
export { WebWorkload, type HealthCheck, type WebVolume, type WebWorkloadProps } from './web/web-workload';
export { ServedWorkload, type ServedAs } from './served-workload';

// The gateway, and what it reads.
export { GatewayWorkload } from './gateway/gateway-workload';
export { ExternalKeys, type ExternalKeysProps } from './edge/external-keys';
export { type AlertRule, AlertRules, type AlertRulesProps } from './observability/alert-rules';
export { DashboardConfig, type DashboardConfigProps } from './observability/dashboard-config';
export { GatewayRoute, type GatewayRouteProps } from './edge/gateway-route';
export { IngressRoute, type IngressRouteProps } from './edge/ingress-route';
export type { CertificateIssuer, EdgeTls } from './edge/issuer';
export { ServerCertificate, type ServerCertificateProps } from './edge/server-certificate';
export type { GatewayServiceType, GatewayWorkloadProps } from './gateway/props';
export {
  type GatewayApi,
  gatewayApis,
  type GatewayClient,
  type GatewayClientsFile,
  type GatewayCluster,
  type GatewayModel,
  type GatewayModelFacts,
  type GatewayModelsFile,
  type GatewayPaths,
  type GatewayPorts,
  type GatewaySettings,
  type GatewayWeightsFile,
} from '../gateway';

// Weights: the store, what fills it, what reads from it, and the disks of nodes.
export { ClaimVerifier, type ClaimVerifierProps } from './weights/claim-verifier';
export { ModelLoader, type ModelLoaderProps, type VolumeSource } from './weights/model-loader';
export type { WeightsJobProps } from './weights/weights-job';
export { ModelStore, type ModelStoreProps, type StoreBackend } from './weights/model-store';
export { StaticVolumes, type LocalDisk, type StaticVolumesProps } from './weights/static-volumes';
export { StoreCollector, type StoreCollectorProps } from './weights/store-collector';
export { WeightsServer, type WeightsServerProps } from './weights/weights-server';
export type { ClaimFile } from '../programs';
export { type ClaimLayout, claimLayouts, type ClaimPlace } from '../catalog';
export type { CollectorInputs } from '../programs';
export type { Weights, WeightsForm } from '../programs';
export type { WeightsSource } from '../programs';

// Backups of the store, and how they come back.
export { BackupCheck, type BackupCheckProps } from './backup/backup-check';
export type { BackupJobProps, BackupRepository, ScheduledBackupProps } from './backup/props';
export { PostgresBackup, type PostgresBackupProps } from './backup/postgres-backup';
export type { PostgresDatabaseProps } from './backup/postgres-database';
export { PostgresRestore, type PostgresRestoreProps } from './backup/postgres-restore';
export { StoreBackup, type StoreBackupProps } from './backup/store-backup';
export { StoreRestore, type StoreRestoreProps } from './backup/store-restore';

// Databases of applications.
export { Postgres } from './data/postgres';
export {
  type PostgresDatabase,
  type PostgresExporter,
  type PostgresProps,
  type PostgresVersion,
  postgresVersions,
} from './data/postgres-props';

// Caches of applications.
export { Valkey } from './data/valkey';
export type { ValkeyKeeps, ValkeyProps, ValkeyUser } from './data/valkey-props';
export { type ValkeyKept, type ValkeyPolicy, valkeyPolicies, type ValkeyRight, valkeyRights } from '../catalog';

// Tenancy: namespaces, quotas, priorities, and how GPUs are shared.
export { DevicePluginConfig, type DevicePluginConfigProps, type SharedGpus } from './tenancy/device-plugin-config';
export { GpuCap, type GpuCapProps } from './tenancy/gpu-cap';
export { GpuQuota, type GpuQuotaProps } from './tenancy/gpu-quota';
export { GpuRuntimeClass, type GpuRuntimeClassProps } from './tenancy/gpu-runtime-class';
export { PlatformIsolation, type PlatformIsolationProps } from './tenancy/platform-isolation';
export type { KernelSetting } from '../programs';
export { NodeTuning, type NodeTuningProps } from './tenancy/node-tuning';
export { PlatformNamespace, type PlatformNamespaceProps } from './tenancy/platform-namespace';
export { PriorityClasses, type PriorityClassesProps, type PriorityClassInput } from './tenancy/priority-classes';

// What a pod gets, how many there are, where they run and how they are replaced.
export type {
  Autoscaling,
  Budgets,
  Compute,
  ComputeGpus,
  ContainerWants,
  DemandScaling,
  DeviceClaim,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
  ConfigMapKey,
  SecretKey,
} from '../workload';
export type { DeviceAttributes } from '../catalog';
export type { NamedDays, ScheduleWindow, ScheduleWindowInput, TimeOfDay, Weekday } from '../workload';
export type { Demand, DemandQueries } from './scaling/demand-autoscaler';
export { taintEffects, type LabelRequirement, type NodeTarget, type Taint, type ToleratedTaint } from '../core';
export type { FolderSource, NodeRemoval, PodAdditions, PodAdditionsBase, VariableValue } from '../workload';
export type { AddressPeer, ClusterFacts, DnsPeer, Entrance, Flow, Flows, PodPeer, Source } from '../kubernetes/draw';
export { describeCluster } from '../kubernetes/draw';
export type { Owner } from '../kubernetes/draw';
export type { ProbeTimes } from '../workload';

// Engines: their settings and flags.
export type { LlamaServerSettingsInput } from '../engines';
export {
  cacheTypes,
  loadModes,
  splitModes,
  type CacheType,
  type LlamaServerSettings,
  type AdapterUse,
  type LoadMode,
  type Pooling,
  poolings,
  type SplitMode,
  type Yarn,
} from '../sizing';
export { furtherFlagKinds, type FlagValue, type FurtherFlags, type UncheckedFlags } from '../engines';
export type { OllamaSettingsInput } from '../engines';
export type { MadeManifest } from '../programs';
export type { Modelfile, OllamaParameters } from '../engines';
export { ollamaCacheTypes, type OllamaCacheType, type OllamaSettings } from '../engines';

// Catalogues: facts of models, GPUs and images.
export {
  architectures,
  type AnyArchitectureName,
  type ArchitectureFacts,
  type MeasuredMemory,
  type ArchitectureName,
  type LayerRun,
  type Model,
  type ModelCatalog,
  type ModelOrigin,
  type OllamaLayer,
  type TensorFacts,
} from '../catalog';
export type { Adapter, AdapterTensors } from '../catalog';
export { projectorTypes, type Projector, type ProjectorFacts, type ProjectorType } from '../catalog';
export type { WeightsFile } from '../catalog';
export type { TensorType } from '../sizing';
export { gpus } from '../catalog';
export type { Gpu, GpuCatalog, GpuVendorName, MigProfile, NodeArchitecture } from '../catalog';
export { images } from '../catalog';
export { imageReference, type Image } from '../catalog';

// Quantities: `gib(8)`, `cores(2)`, `minutes(5)`.
export { bytes, gib, gigabytes, kib, mib, tib, type Bytes } from '../core';
export { cores, type Millicores } from '../core';
export { days, hours, minutes, seconds, type Duration } from '../core';
export type { AddressFamily, Derived, Families } from '../core';

// Faults: what a wrong value is refused with.
export { FaultError, formatFault, type Fault, type Remedy } from '../core';
export type { Path } from '../core';
