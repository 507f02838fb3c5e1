/** What network policies name: peers, address ranges, and where names are resolved. Values only. */

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
  /**
   * Every allowed address: those of the overlay and, unless `nodeLocalDns` is false or the cluster has no IPv4, that of
   * NodeLocal DNSCache.
   */
  readonly addresses: readonly string[];
  /**
   * Whether NodeLocal DNSCache, or a cache like it, may run on the nodes. It is on the host network, so no pod selector
   * matches it.
   * @default true
   */
  readonly nodeLocalDns: boolean;
  /** Domain of the cluster, in which its Services have their full names. @default cluster.local */
  readonly domain: string;
}

/**
 * The DNS of a cluster as an overlay writes it. The address of the DNS Service is missing only where no node caches
 * names.
 */
export type DnsInput = Partial<Pick<Dns, 'pods' | 'port' | 'domain'>> &
  (
    | {
        /**
         * Cluster IP of the DNS Service, once for each address family: `['10.96.0.10/32']`. NodeLocal DNSCache answers
         * there too. Beside it the address of a cache on the nodes that is not 169.254.20.10: 169.254.10.11 of LocalDNS
         * of AKS, 169.254.169.254 of Cloud DNS of GKE.
         */
        readonly addresses: readonly [string, ...string[]];
        /** No node of the cluster runs NodeLocal DNSCache. */
        readonly nodeLocalDns?: false;
      }
    | { readonly addresses?: undefined; readonly nodeLocalDns: false }
  );
