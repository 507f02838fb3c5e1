/** What a gateway is made of: its props, and what its parts know of it. Types only. */
import type { Construct } from 'constructs';
import type { Image } from '../../catalog';
import type { Derived, Duration } from '../../core';
import type { GatewayClientsFile, GatewayModelsFile, GatewaySettings, GatewayWeightsFile } from '../../gateway';
import type { DnsPeer, Flow, Owner, PodPeer, Source } from '../../kubernetes/draw';
import type {
  ContainerWants,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
  SecretKey,
} from '../../workload';
import type { WithAdditions } from '../added';
import type { WithScraping } from '../observability/scraping';
import type { WithPrograms } from '../program-files';

/** The Service of a gateway. */
export type GatewayServiceType =
  /** An address inside the cluster. */
  | { readonly type: 'ClusterIP' }
  | {
      readonly type: 'LoadBalancer';
      readonly annotations?: Readonly<Record<string, string>>;
      /** Addresses that may connect. @default - all */
      readonly sourceRanges?: readonly string[];
    }
  | {
      readonly type: 'NodePort';
      /** Port of every node. */
      readonly nodePort: number;
    };

export interface GatewayWorkloadProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** Envoy's configuration, as JSON: a change replaces pods. */
  readonly bootstrap: object;
  /** How the policy runs: a change replaces pods. */
  readonly settings: GatewaySettings;
  /** What may be asked for; running pods read it again, as clients and weights. */
  readonly models: GatewayModelsFile;
  readonly clients: GatewayClientsFile;
  readonly weights: GatewayWeightsFile;
  /** Secret with the hashes of keys; pods start without it. @default 'gateway-keys' */
  readonly keysSecret?: string;
  /** Secret with the key that engines ask for. @default - engines have none */
  readonly engineKey?: SecretKey;
  /** Secret with `tls.crt` and `tls.key`, where the gateway ends TLS. @default - plain HTTP */
  readonly certificate?: string;
  /** @default - a ClusterIP */
  readonly service?: GatewayServiceType;
  /** Who may connect; keys decide what they may ask. @default - only a port-forward */
  readonly from?: readonly Source[];
  /** Pods that may scrape metrics. @default - none */
  readonly monitoring?: PodPeer;
  /** Engines that requests go to, with their ports. */
  readonly engines: readonly Flow[];
  /** Where Envoy resolves their names. @default - kube-dns and NodeLocal DNSCache */
  readonly dns?: DnsPeer;
  /** A fixed number of pods, or a range by the use of CPU. @default 2 */
  readonly replicas?: Replicas;
  /** How pods are replaced. @default - a new pod is ready before an old one ends */
  readonly rollout?: Derived<RolloutStrategy>;
  /** Most pods that a drain may take at once. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** Longest answer that a pod which ends waits for. @default - 10 minutes */
  readonly longestAnswer?: Derived<Duration>;
  /** @default - half a core, 512 MiB of memory, 128 MiB of disk */
  readonly envoyWants?: ContainerWants;
  /** @default - a quarter of a core, 384 MiB of memory, 64 MiB of disk */
  readonly policyWants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - Envoy of the pinned version */
  readonly envoyImage?: Image;
  /** @default - Node.js of the pinned version */
  readonly policyImage?: Image;
}

/** A gateway as the functions that draw its objects know it. */
export interface GatewayParts {
  readonly construct: Construct;
  readonly name: string;
  readonly owner: Owner;
  /** Port of the pods that clients connect to. */
  readonly port: number;
  readonly props: GatewayWorkloadProps;
  readonly replicas: Replicas;
  readonly grace: Derived<Duration>;
  /** Most time that Envoy's drain takes. */
  readonly drain: Duration;
}
