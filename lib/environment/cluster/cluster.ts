/** The cluster that an environment runs on: what is there already, and how it is reached. Values only. */
import type { Bytes, Families } from '../../core';
import type { SecretKey } from '../../workload';
import type { ExistingLimitRange, ExistingQuota, Scope } from '../scope';
import type { Downloads, DownloadsInput } from './downloads';
import type { EngineKeyInput } from './engine-key';
import type { Dns, DnsInput, Peer } from './network';
import type { NamespacedPriorityClasses, NamespacedRuntimeClass, Ownership, PriorityClassOwner } from './ownership';
import type { WeightsStore } from './weights-store';

/** Kubernetes releases whose rules Corral knows. */
export const kubernetesVersions = ['1.33', '1.34', '1.35', '1.36', '1.37'] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** A storage tier: the name that workloads use, and the class and bandwidth behind it. */
export interface StorageTier {
  readonly storageClass: string;
  /** Bytes per second that one volume reads. */
  readonly bandwidth: Bytes;
}

export const metricsProviders = ['none', 'prometheus-adapter', 'keda'] as const;
/**
 * Who serves the metrics that autoscalers read. `prometheus-adapter` serves `custom.metrics.k8s.io`, which a
 * HorizontalPodAutoscaler reads for each pod. `keda` scales by ScaledObjects, also to no pod, on what the gateway and the
 * engines have to do.
 */
export type MetricsProvider = (typeof metricsProviders)[number];

/** What the collector does with weights that neither this revision of the environment nor the one before names. */
export const unusedWeightsActions = ['report', 'remove'] as const;
export type UnusedWeightsAction = (typeof unusedWeightsActions)[number];

/**
 * Who chooses the numbers of the users and groups that containers run as. `ours`: every pod names 10001. `cluster`: pods
 * name none, and an admission of the cluster gives each the range of its namespace, as OpenShift does.
 */
export type UserIds = 'ours' | 'cluster';
export const userIdSources = ['ours', 'cluster'] as const satisfies readonly UserIds[];

/** The cluster, complete. */
export interface Cluster {
  /** Environments of one cluster share this id. */
  readonly id: string;
  /**
   * How far the rights of the environment go. `namespaced`: every object is in one namespace that exists, and objects
   * of the whole cluster are prerequisites.
   * @default 'cluster'
   */
  readonly scope: Scope;
  /** Version of the API server. @default '1.36' */
  readonly kubernetes: KubernetesVersion;
  readonly namespaces: {
    /** Where engines run. @default 'llm-serving' */
    readonly serving: string;
    /** Where the store, its loaders and the weights server are. @default 'model-store' */
    readonly store: string;
    /** Where the gateway is, if there is one. @default 'llm-gateway' */
    readonly gateway: string;
    /** Where DaemonSets tune nodes, if a pool asks for that: it admits privileged pods. @default 'llm-nodes' */
    readonly nodes: string;
  };
  /**
   * Address families of pods and Services, the cluster's own first: `['IPv6']`, `['IPv4', 'IPv6']`. Servers listen on
   * all of them, and policies open all of them.
   * @default ['IPv4']
   */
  readonly families: Families;
  readonly dns: Dns;
  /** Who chooses the user ids of containers: `cluster` on OpenShift. @default 'ours' */
  readonly userIds: UserIds;
  /**
   * Pods that may send requests to engines, beside the environment's own gateway.
   * @default - none: engines are reached from that gateway only
   */
  readonly requestsFrom?: Peer;
  /** Pods that may scrape metrics. @default - none */
  readonly monitoring?: Peer;
  /**
   * Secret with the keys that requests to llama-servers must have, one in each line, in the serving namespace and in
   * that of the gateway. Drains and the gateway send the first line. Fleets of Ollama check no key.
   * @default - with a gateway { secretName: 'engine-key', key: 'keys' }, which `corral key new` makes. Without one none:
   * whatever the network policies admit may use an engine
   */
  readonly apiKey?: SecretKey;
  /** Why the llama-servers of an environment with a gateway ask for no key. @default - they ask for one */
  readonly withoutKey?: string;
  /** Who gives autoscalers of models their metrics; a range of replicas needs one. @default 'none' */
  readonly metrics: MetricsProvider;
  /** RuntimeClass `nvidia`. @default 'existing': the GPU operator creates it */
  readonly runtimeClass: Ownership;
  /**
   * Namespace of NVIDIA's device plugin, which reads its configuration there.
   * @default 'gpu-operator': where the GPU operator runs it
   */
  readonly devicePluginNamespace: string;
  /**
   * The PriorityClasses.
   * @default 'owned'; of environments that share a cluster, one owns them. In one namespace 'none'
   */
  readonly priorityClasses: PriorityClassOwner | NamespacedPriorityClasses;
  /** The store that all weights come through. `nfs` needs rights for the whole cluster. */
  readonly weights: WeightsStore;
  /**
   * `remove` frees the store's space a day after a loader last wanted the weights; what was loaded by other means than
   * this environment's loaders goes too. @default 'report': the collector's log says what would be removed
   */
  readonly unusedWeights: UnusedWeightsAction;
  readonly downloads: Downloads;
  /** Storage tiers by name: `fast-ssd`, `standard`. @default {} */
  readonly storageTiers: Readonly<Record<string, StorageTier>>;
  /** ResourceQuotas that the namespace has already, with scope 'namespaced'. @default [] */
  readonly existingQuotas: readonly ExistingQuota[];
  /** LimitRanges that the namespace has already, with scope 'namespaced'. @default [] */
  readonly existingLimits: readonly ExistingLimitRange[];
}

/** Fields that are the same however far the rights go. */
export type CommonClusterInput = Pick<Cluster, 'id'> & {
  readonly dns: DnsInput;
  readonly downloads?: DownloadsInput;
  /**
   * Secret with the keys that requests to llama-servers must have, one in each line, in the serving namespace and in
   * that of the gateway; or why there is none: `{ none: 'REASON' }`. Drains and the gateway send the first line. Fleets
   * of Ollama check no key.
   * @default - with a gateway { secretName: 'engine-key', key: 'keys' }, which `corral key new` makes. Without one none:
   * whatever the network policies admit may use an engine
   */
  readonly apiKey?: EngineKeyInput;
} & Partial<
    Omit<
      Cluster,
      | 'id'
      | 'dns'
      | 'downloads'
      | 'apiKey'
      | 'withoutKey'
      | 'scope'
      | 'namespaces'
      | 'weights'
      | 'runtimeClass'
      | 'priorityClasses'
      | 'existingQuotas'
      | 'existingLimits'
    >
  >;

/** An environment that may use the whole cluster. */
export type ClusterWideInput = CommonClusterInput &
  Pick<Cluster, 'weights'> & {
    /**
     * How far the rights of the environment go. `namespaced`: every object is in one namespace that exists, and objects
     * of the whole cluster are prerequisites. @default 'cluster'
     */
    readonly scope?: 'cluster';
    readonly namespaces?: Partial<Cluster['namespaces']>;
    /** RuntimeClass `nvidia`. @default 'existing': the GPU operator creates it */
    readonly runtimeClass?: Ownership;
    /**
     * Who makes the PriorityClasses.
     * @default 'owned'; of environments that share a cluster, one owns them. In one namespace 'none'
     */
    readonly priorityClasses?: PriorityClassOwner;
  };

/** An environment whose rights end at one namespace that exists. */
export type NamespacedInput = CommonClusterInput &
  Partial<Pick<Cluster, 'existingQuotas' | 'existingLimits'>> & {
    readonly scope: 'namespaced';
    /** The namespace of engines and store. It exists, and other pods may be in it. */
    readonly namespace: string;
    /** The store that all weights come through. `nfs` needs rights for the whole cluster. */
    readonly weights: Exclude<WeightsStore, { kind: 'nfs' }>;
    readonly runtimeClass?: NamespacedRuntimeClass;
    readonly priorityClasses?: NamespacedPriorityClasses;
  };

/** The cluster as an overlay writes it. */
export type ClusterInput = ClusterWideInput | NamespacedInput;
