/** The gateway of an environment: one endpoint for all models, with keys and limits. Values only. */
import type { Peer } from '../cluster';
import type { PodAdditions, Priority, ReplicaRange } from '../../workload';

export const issuerKinds = ['Issuer', 'ClusterIssuer'] as const;
export const secretStoreKinds = ['SecretStore', 'ClusterSecretStore'] as const;

/** A certificate that cert-manager issues, or that a Secret has already; `none`: plain HTTP. */
export type GatewayTls =
  | 'none'
  | {
      /** Issuer of cert-manager: the certificate is made and renewed. */
      readonly issuer: { readonly kind: (typeof issuerKinds)[number]; readonly name: string };
    }
  | {
      /** Secret with `tls.crt` and `tls.key`, in the namespace of the pods that use it: of the gateway, or of the engines. */
      readonly secretName: string;
    };

/** The same as an overlay writes it. Where clients connect from outside, keys in plain HTTP need a stated reason. */
export type GatewayTlsInput = GatewayTls | { /** Why there is no TLS. */ readonly none: string };

/** How clients outside of the cluster reach the gateway. */
export type GatewayExposure =
  | {
      /** Only from within: by a `kubectl port-forward`, and by the pods of `from`. */
      readonly by: 'cluster';
    }
  | {
      /** A Gateway of a class that the cluster has, and an HTTPRoute. It ends TLS. */
      readonly by: 'gateway-api';
      /** GatewayClass, or IngressClass, that the cluster has. */
      readonly className: string;
      /** Proxies in front of the gateway whose `x-forwarded-for` counts. @default 1 */
      readonly trustedHops?: number;
    }
  | {
      /** An Ingress of a class that the cluster has. It ends TLS. */
      readonly by: 'ingress';
      /** GatewayClass, or IngressClass, that the cluster has. */
      readonly className: string;
      /** Proxies in front of the gateway whose `x-forwarded-for` counts. @default 1 */
      readonly trustedHops?: number;
    }
  | {
      /** A Service of type LoadBalancer. The gateway ends TLS. */
      readonly by: 'load-balancer';
      /** Annotations of the Service, as your provider documents them. */
      readonly annotations?: Readonly<Record<string, string>>;
      /** Addresses that may connect. @default - all */
      readonly sourceRanges?: readonly string[];
      /** Proxies in front of the gateway whose `x-forwarded-for` counts. @default 0 */
      readonly trustedHops?: number;
    }
  | {
      /** A port of every node. The gateway ends TLS. */
      readonly by: 'node-port';
      /** 30000 to 32767. */
      readonly port: number;
      /** Proxies in front of the gateway whose `x-forwarded-for` counts. @default 0 */
      readonly trustedHops?: number;
    };

/** Where the hashes of keys come from. */
export type GatewayKeys =
  | {
      /** A Secret that exists, or that `corral key new` makes. */
      readonly secretName: string;
    }
  /** An ExternalSecret that is filled from the path of a store: each property is one key. */
  | {
      readonly from: 'external-secrets';
      /** Store of the External Secrets operator. */
      readonly store: { readonly kind: (typeof secretStoreKinds)[number]; readonly name: string };
      /** Where the store has the secret: `corral/keys`. Each of its properties is one key. */
      readonly path: string;
      /**
       * Where the store has the key of llama-servers, in the property that `cluster.apiKey` names, else `keys`.
       * @default - `engine-key` beside `path`: `corral/engine-key`. None where `cluster.apiKey` names a Secret, which
       * others then make
       */
      readonly enginePath?: string;
    };

/** What a user adds to the pods of the gateway: variables, volumes and the removal of nodes are those of engines. */
export type GatewayPods = Omit<PodAdditions, 'env' | 'volumes' | 'nodeRemoval'>;

/** Who may ask models: a team, or an application. */
export interface GatewayClientInput<Models extends string = string> {
  /** Names of llama-servers, of models of fleets, or their aliases; or all of them. */
  readonly models: readonly [Models, ...Models[]] | 'all';
  /** Requests that begin in any minute. @default - no limit */
  readonly requestsPerMinute?: number;
  /** Requests at the same time. @default - no limit */
  readonly concurrent?: number;
  /** Prompt and answer tokens of a day in UTC. @default - no limit */
  readonly tokensPerDay?: number;
  /** Name of the tenant that it belongs to, in metrics. @default - none */
  readonly tenant?: string;
}

/** A gateway as an overlay writes it. */
export interface GatewayInput<Models extends string = string> {
  /**
   * Name under which clients outside reach it. Every exposure needs one but `cluster`, which has none, and `node-port`,
   * which needs it for a certificate that is issued.
   */
  readonly host?: string;
  /** The certificate with which clients connect, of an issuer or of a Secret; or why there is none. */
  readonly tls: GatewayTlsInput;
  /** How clients outside of the cluster reach it. */
  readonly expose: GatewayExposure;
  /**
   * Pods that may connect to it; keys decide what they may ask.
   * @default - behind a Gateway or an Ingress every pod of the cluster, from outside every address, with `cluster` none
   */
  readonly from?: readonly Peer[];
  /** Where the hashes of the keys of clients come from. @default { secretName: 'gateway-keys' } */
  readonly keys?: GatewayKeys;
  /** Teams or applications that may ask, by name, at least one. */
  readonly clients: Readonly<Record<string, GatewayClientInput<Models>>>;
  /** A fixed number, or a range by the use of CPU; at most six. @default 2 */
  readonly replicas?: number | ReplicaRange;
  /**
   * `critical`: what others need to start. `interactive`: people wait. `standard`: the rest. `batch`: takes what is
   * left, never preempts. @default 'critical'
   */
  readonly priority?: Priority;
  /** What is added to its pods; it wins over the same of the environment. @default {} */
  readonly pods?: GatewayPods;
}

/** A gateway, complete. */
export interface Gateway extends Omit<GatewayInput, 'tls' | 'keys' | 'replicas' | 'priority' | 'pods'> {
  readonly tls: GatewayTls;
  /** Proxies in front of the gateway whose `x-forwarded-for` counts: behind a Gateway or an Ingress one by default. */
  readonly trustedHops: number;
  readonly keys: GatewayKeys;
  readonly replicas: ReplicaRange;
  readonly priority: Priority;
  /** Pools that its pods run on, in order of preference: those of `supportPools` that `pods.nodeSelector` leaves. */
  readonly pools: readonly string[];
  /** What the environment, the pools and the gateway itself add to its pods. */
  readonly pods: GatewayPods;
}
