/** The cluster that an environment runs on: what is there already, and how it is reached. Values only. */
import type { ClaimPlace } from '../catalog';
import type { Bytes } from '../core';
import type { ExistingLimitRange, ExistingQuota, Scope } from './scope';
import type { ConfigMapKey, SecretKey } from '../workload';

/** Kubernetes releases whose rules Corral knows. */
export const kubernetesVersions = ['1.35', '1.36', '1.37'] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** Who creates a cluster-wide object: this environment, or it exists before; `none`: it is not used. */
export const ownerships = ['owned', 'existing', 'none'] as const;
export type Ownership = (typeof ownerships)[number];

/** Who creates the PriorityClasses, where the environment may use the whole cluster: every pod names one. */
export const priorityClassOwners = ['owned', 'existing'] as const;
export type PriorityClassOwner = (typeof priorityClassOwners)[number];

/** PriorityClasses in one namespace. `none`: no pod names one, and the plan proves without preemption. */
export const namespacedPriorityClasses = ['existing', 'none'] as const;
export type NamespacedPriorityClasses = (typeof namespacedPriorityClasses)[number];

/** RuntimeClass `nvidia` in one namespace. */
export const namespacedRuntimeClasses = ['existing', 'none'] as const;
export type NamespacedRuntimeClass = (typeof namespacedRuntimeClasses)[number];

/** Pods of a namespace that are neither ours nor in this environment: some by their labels, or all. */
export type Peer =
  | {
      readonly namespace: string;
      /** Labels of the pods, at least one. */
      readonly podLabels: Readonly<Record<string, string>>;
    }
  | {
      readonly namespace: string;
      /** Every pod of the namespace, those that others add later too. */
      readonly anyPod: true;
    };

/** An address range and the TCP port behind it. */
export interface Endpoint {
  /** `10.0.0.0/24`, or `192.0.2.7/32` for one address. */
  readonly cidr: string;
  readonly port: number;
  /** Why a range is as wide as a network of pods may be; it is needed for no other. @default - none */
  readonly reason?: string;
}

/**
 * Where names are resolved: the pods behind the DNS Service, and the addresses that a policy sees before it is
 * translated.
 */
export interface Dns {
  /** @default - pods with `k8s-app: kube-dns` in `kube-system` */
  readonly pods: Peer;
  /**
   * Port on which these pods listen: 5353 on OpenShift, 8053 on Gardener. Most networks judge a policy after the
   * address of the Service was translated, and see this port; the others see 53. Both are allowed. @default 53
   */
  readonly port: number;
  /** Every allowed address: those of the overlay and, unless `nodeLocalDns` is false, that of NodeLocal DNSCache. */
  readonly addresses: readonly string[];
  /**
   * Whether NodeLocal DNSCache may run on the nodes. It is on the host network, so no pod selector matches it.
   * @default true
   */
  readonly nodeLocalDns: boolean;
}

/**
 * The DNS of a cluster as an overlay writes it. The address of the DNS Service is missing only where no node caches
 * names.
 */
export type DnsInput = Partial<Pick<Dns, 'pods' | 'port'>> &
  (
    | {
        /**
         * Cluster IP of the DNS Service, once for each address family: `['10.96.0.10/32']`. NodeLocal DNSCache answers
         * there too.
         */
        readonly addresses: readonly [string, ...string[]];
        /** No node of the cluster runs NodeLocal DNSCache. */
        readonly nodeLocalDns?: false;
      }
    | { readonly addresses?: undefined; readonly nodeLocalDns: false }
  );

export const claimAccessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce'] as const;
/** How nodes can mount a claim, as its spec states it. */
export type ClaimAccessMode = (typeof claimAccessModes)[number];

/**
 * A claim with models that others made and filled. A Job verifies its files once, by the SHA-256 of the catalogue;
 * nothing is written to it, and nothing is removed from it.
 */
export interface ExistingClaim extends ClaimPlace {
  readonly kind: 'existing';
  /** Its name, in the namespace of the store; where it is read in place, in that of the engines. */
  readonly claimName: string;
  /** @default 'ReadWriteMany' */
  readonly accessMode?: ClaimAccessMode;
  /** Storage that the claim requests: read in place, it counts for the quota of its namespace. */
  readonly capacity: Bytes;
  /** Bytes per second that all readers share. */
  readonly bandwidth: Bytes;
}

/** The store that all weights come through: content-addressed, filled by loaders, read by the weights server. */
export type WeightsStore =
  | {
      readonly kind: 'nfs';
      readonly server: string;
      /** Exported path. */
      readonly share: string;
      /** Folder below the export. @default - the cluster's id */
      readonly subDir?: string;
      /**
       * Cluster IP of the weights servers' Service, an IPv4 address that is free. Engines connect to it, so they need
       * no DNS.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`
       */
      readonly address?: string;
      readonly capacity: Bytes;
      /** Bytes per second that all readers share. */
      readonly bandwidth: Bytes;
      /** @default ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] */
      readonly mountOptions?: readonly string[];
    }
  | {
      /** One claim that loaders fill and serving pods read in place: for clusters of one node. */
      readonly kind: 'direct';
      readonly capacity: Bytes;
      /** @default - the cluster's default class */
      readonly storageClass?: string;
      /** Bytes per second of the disk behind the claim. */
      readonly bandwidth: Bytes;
    }
  | {
      /** A claim of a class that exists, readable and writable from several nodes. */
      readonly kind: 'class';
      readonly storageClass: string;
      /**
       * Cluster IP of the weights servers' Service, an IPv4 address that is free. Engines connect to it, so they need
       * no DNS.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`
       */
      readonly address?: string;
      readonly capacity: Bytes;
      readonly bandwidth: Bytes;
    }
  | (ExistingClaim & {
      /** The weights server reads the claim, and pods copy what they serve to their local tier. */
      readonly read: 'staged';
      /**
       * Cluster IP of the weights servers' Service, an IPv4 address that is free.
       * @default - five above the address of the DNS Service: `10.96.0.15` for `10.96.0.10`
       */
      readonly address?: string;
    })
  | (ExistingClaim & {
      /** Serving pods mount the claim, which is in their namespace. */
      readonly read: 'in-place';
      /**
       * Class of a claim of Corral's own (1 GiB), in which the verifier notes what it verified; nodes mount it as they
       * mount the claim with the models.
       */
      readonly proofsClass: string;
      /**
       * Why pods may mount a claim of several nodes, which is a network file system: while it cannot be reached, they
       * can neither start nor end. It is needed unless `accessMode` is 'ReadWriteOnce'. @default - none
       */
      readonly reason?: string;
    });

/** A Secret with the bearer token of a server of files. It must exist in the store's namespace. */
export interface DownloadToken extends SecretKey {
  /** Loaders send it to addresses that begin with this one, and to no other: `https://files.example/private`. */
  readonly below: string;
}

/** An HTTP proxy through which loaders reach the sources of weights. */
export interface DownloadProxy {
  /**
   * `http://proxy.example:3128`. Requests to https addresses go through it as tunnels. It becomes `https_proxy` and
   * `http_proxy` of the loaders.
   */
  readonly url: string;
  /**
   * Addresses of the proxy, which policies allow instead of those of the sources: `['10.0.0.7/32']`.
   * @default - the address in `url`; needed if `url` has a name
   */
  readonly addresses: readonly string[];
  /**
   * Hosts that loaders reach without it: names, each with all names below it, addresses and ranges of addresses. It
   * becomes `no_proxy` of the loaders. @default []
   */
  readonly noProxy: readonly string[];
}

/** The proxy as an overlay writes it. */
export type DownloadProxyInput = Pick<DownloadProxy, 'url'> & Partial<DownloadProxy>;

/** What the loaders may reach. */
export interface Downloads {
  /** Base address of the hub or of a mirror of it. @default 'https://huggingface.co' */
  readonly hub: string;
  /** Base address of the Ollama registry or of a mirror of it. @default 'https://registry.ollama.ai' */
  readonly registry: string;
  /** Secret with a hub token for gated models; it must exist in the store's namespace. @default - none */
  readonly hubToken?: SecretKey;
  /** Tokens for models of the origin `web`, by address. @default [] */
  readonly tokens: readonly DownloadToken[];
  /**
   * Where loaders may connect beside the proxy.
   * @default - from the address of the source of each model, unless the proxy is in front of it: the address itself, or
   *   any public address for a name, on its port
   */
  readonly endpoints?: readonly Endpoint[];
  /** Proxy between the loaders and the sources. @default - none */
  readonly proxy?: DownloadProxy;
  /**
   * The authorities that loaders trust, instead of those of their image: those of a company or mirror, and the public
   * ones if a source has a public certificate. The ConfigMap must exist in the store's namespace.
   * @default - the public authorities
   */
  readonly caBundle?: ConfigMapKey;
}

/** The sources as an overlay writes them. */
export type DownloadsInput = Partial<Omit<Downloads, 'proxy'>> & { readonly proxy?: DownloadProxyInput };

/** A storage tier: the name that workloads use, and the class and bandwidth behind it. */
export interface StorageTier {
  readonly storageClass: string;
  /** Bytes per second that one volume reads. */
  readonly bandwidth: Bytes;
}

export const metricsProviders = ['none', 'prometheus-adapter', 'keda'] as const;
/**
 * Who serves the metrics that autoscalers read. Ranges of replicas need `prometheus-adapter`, which serves
 * `custom.metrics.k8s.io`: KEDA serves `external.metrics.k8s.io` only, and no ScaledObject is rendered.
 */
export type MetricsProvider = (typeof metricsProviders)[number];

/** What the collector does with weights that neither this revision of the environment nor the one before names. */
export const unusedWeightsActions = ['report', 'remove'] as const;
export type UnusedWeightsAction = (typeof unusedWeightsActions)[number];

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
  /** @default '1.36' */
  readonly kubernetes: KubernetesVersion;
  readonly namespaces: {
    /** Where engines run. @default 'llm-serving' */
    readonly serving: string;
    /** Where the store, its loaders and the weights server are. @default 'model-store' */
    readonly store: string;
  };
  readonly dns: Dns;
  /** Pods that may send requests to engines. @default - none: engines are reached from nowhere */
  readonly gateway?: Peer;
  /** Pods that may scrape metrics. @default - none */
  readonly monitoring?: Peer;
  /**
   * Secret with the keys that requests to llama-servers must have, one in each line; it must exist in the serving
   * namespace. Drains read the first line. Fleets of Ollama check no key.
   * @default - none: whatever the network policies admit may use an engine
   */
  readonly apiKey?: SecretKey;
  /** @default 'none' */
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
} & Partial<
    Omit<
      Cluster,
      | 'id'
      | 'dns'
      | 'downloads'
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
    readonly scope?: 'cluster';
    readonly namespaces?: Partial<Cluster['namespaces']>;
    /** RuntimeClass `nvidia`. @default 'existing': the GPU operator creates it */
    readonly runtimeClass?: Ownership;
    readonly priorityClasses?: PriorityClassOwner;
  };

/** An environment whose rights end at one namespace that exists. */
export type NamespacedInput = CommonClusterInput &
  Partial<Pick<Cluster, 'existingQuotas' | 'existingLimits'>> & {
    readonly scope: 'namespaced';
    /** The namespace of engines and store. It exists, and other pods may be in it. */
    readonly namespace: string;
    /** A store that needs no StorageClass of ours. */
    readonly weights: Exclude<WeightsStore, { kind: 'nfs' }>;
    readonly runtimeClass?: NamespacedRuntimeClass;
    readonly priorityClasses?: NamespacedPriorityClasses;
  };

/** The cluster as an overlay writes it. */
export type ClusterInput = ClusterWideInput | NamespacedInput;
