/** The fields of an environment, and how an overlay is checked and completed. */
export {
  type Backup,
  type BackupCheck,
  type BackupInput,
  type BackupInterval,
  backupIntervals,
  type BackupKeep,
  type BackupSchedule,
  type BackupSource,
  type BackupTarget,
  type BackupTargetInput,
  sourceName,
  storeCopies,
  type StoreCopies,
} from './backup';
export { backupRoute } from './backup-route';
export type { Cache, CacheInput, CacheKeeps, CacheUser } from './cache';
export {
  type Database,
  certificateSecret,
  type DatabaseInput,
  type DatabasePasswords,
  type DatabaseVersion,
  passwordsSecret,
} from './database';
export { claimsOfOthers } from './claims';
export {
  type ClaimAccessMode,
  claimAccessModes,
  type Cluster,
  type ClusterInput,
  type ClusterWideInput,
  type CommonClusterInput,
  type Dns,
  type DnsInput,
  type DownloadProxy,
  type DownloadProxyInput,
  type ProxyPods,
  type Downloads,
  type DownloadsInput,
  type DownloadToken,
  type Endpoint,
  type EngineKeyInput,
  type ExistingClaim,
  type KubernetesVersion,
  kubernetesVersions,
  type MetricsProvider,
  metricsProviders,
  type NamespacedInput,
  type NamespacedPriorityClasses,
  namespacedPriorityClasses,
  type NamespacedRuntimeClass,
  namespacedRuntimeClasses,
  type Ownership,
  ownerships,
  type Peer,
  type PriorityClassOwner,
  priorityClassOwners,
  scraperEntry,
  type StorageTier,
  type UnusedWeightsAction,
  unusedWeightsActions,
  type UserIds,
  type WeightsStore,
  usualSources,
} from './cluster';
export {
  type Gateway,
  type GatewayClientInput,
  type GatewayExposure,
  type GatewayInput,
  type GatewayKeys,
  type GatewayPods,
  type GatewayTls,
  type GatewayTlsInput,
  issuerKinds,
  secretStoreKinds,
} from './gateway';
export { downloadRoute, type DownloadRoute, downloadSecrets, downloadTokens, type SentToken } from './downloads';
export { EnvironmentReader, type ParsedEnvironment, parseEnvironment } from './complete';
export { type BuiltInCatalogs, modelFaults } from './complete/catalog';
export { carriesAll } from './complete/node-selector';
export { readPool, usableLocalDisk, usualDaemons } from './complete/pool';
export { mayNamePool, withShares } from './complete/suited';
export { usualWeightsAddress } from './complete/weights-address';
export { coresPerGpu } from './complete/workload';
export {
  type AnyEnvironmentInput,
  type CatalogInput,
  defineEnvironment,
  deliveries,
  type Delivery,
  engineOf,
  type Environment,
  type EnvironmentInput,
  type Exemption,
  type Prerequisite,
  prerequisiteKinds,
  scraperKinds,
} from './environment';
export {
  type Alerts,
  type Dashboards,
  type FirstTokenSeconds,
  firstTokenSeconds,
  type Monitoring,
  type MonitoringInput,
  type Scrape,
  type ScrapeInput,
} from './monitoring';
export { environmentFaultCodes, FaultList } from './fault-codes';
export { withLimitDefaults } from './limit-defaults';
export type { ArgoCd, Flux, Gitops, GitopsInput } from './gitops';
export {
  type Allocation,
  allocations,
  type CapacityType,
  capacityTypes,
  type CloudPoolInput,
  type Contention,
  contentions,
  type DevicePluginOwner,
  devicePluginOwners,
  type GpuSharing,
  type Hardware,
  type LabelValues,
  type MetalPoolInput,
  type NodePool,
  type NodePoolInput,
  type NvmeDisk,
  type PoolClaim,
  type PoolGpu,
  type PoolInputBase,
  type ShareName,
  shareNames,
  type SharesBase,
  type Provisioner,
  provisioners,
  type SharingBase,
} from './node-pool';
export {
  factsOf,
  type NodeOrigin,
  type NodeSetting,
  nodeSettingNames,
  nodeSettings,
  type PoolTuning,
  type PoolTuningInput,
  sysctlsOf,
} from './node-tuning';
export { nodeTuningName } from './reserved-names';
export {
  type ExistingLimit,
  type ExistingLimitRange,
  type ExistingQuota,
  limitTypes,
  type LimitType,
  type Scope,
  scopes,
} from './scope';
export { environmentFields } from './schema/fields';
export { read } from './schema/read';
export { isReadInPlace } from './store';
export { checkTogether } from './together';
