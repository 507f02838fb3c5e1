/** The cluster of an environment: its facts, its network, who creates what, its store and its downloads. */
export {
  type Cluster,
  type ClusterInput,
  type ClusterWideInput,
  type CommonClusterInput,
  type KubernetesVersion,
  kubernetesVersions,
  type MetricsProvider,
  metricsProviders,
  type NamespacedInput,
  type StorageTier,
  type UnusedWeightsAction,
  unusedWeightsActions,
  type UserIds,
  userIdSources,
} from './cluster';
export {
  type DownloadProxy,
  type DownloadProxyInput,
  type Downloads,
  type DownloadsInput,
  type DownloadToken,
  type ProxyPods,
  usualSources,
} from './downloads';
export { type EngineKeyInput, scraperEntry, usualEngineKey } from './engine-key';
export type { Dns, DnsInput, Endpoint, Peer } from './network';
export {
  namespacedPriorityClasses,
  type NamespacedPriorityClasses,
  type NamespacedRuntimeClass,
  namespacedRuntimeClasses,
  type Ownership,
  ownerships,
  type PriorityClassOwner,
  priorityClassOwners,
} from './ownership';
export { type ClaimAccessMode, claimAccessModes, type ExistingClaim, type WeightsStore } from './weights-store';
