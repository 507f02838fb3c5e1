/** Who may reach an engine, and what it may reach: the peers that a workload's policy is made of. */
import { clusterDns, type DnsPeer, type Flow, type Flows, type PodPeer } from '../kubernetes/network';
import type { WeightsServerAddress } from './weights-volume';

/** Peers of an engine. What is left out is denied. */
export interface EngineAccess {
  /** Pods that send requests. */
  readonly gateway?: PodPeer;
  /** Pods that scrape metrics; engines without metrics do not let them in. */
  readonly monitoring?: PodPeer;
  /** Name resolution, which a stager needs to find the weights server. @default - kube-dns in `kube-system`, and NodeLocal DNSCache */
  readonly dns?: DnsPeer;
}

/** Flows of an engine: requests and metrics in; names and the weights server out, if weights are staged. */
export function engineFlows({ gateway, monitoring, dns = clusterDns }: EngineAccess, port: number, hasMetrics: boolean, from: WeightsServerAddress | undefined): Flows {
  const ingress: Flow[] = [gateway, hasMetrics ? monitoring : undefined].flatMap((peer) => (peer === undefined ? [] : [{ peer, port }]));
  return { ingress, egress: from === undefined ? [] : [{ peer: from.peer, port: from.port }], dns: from === undefined ? undefined : dns };
}
