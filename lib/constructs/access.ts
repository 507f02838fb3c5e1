/** Who may reach an engine, and what it may reach: the peers that a workload's policy is made of. */
import type { Flow, Flows, PodPeer } from '../kubernetes/network';
import type { WeightsServerAddress } from './weights-volume';

/** Peers of an engine. What is left out is denied. */
export interface EngineAccess {
  /** Pods that send requests. */
  readonly gateway?: PodPeer;
  /** Pods that scrape metrics; engines without metrics do not let them in. */
  readonly monitoring?: PodPeer;
}

/** Flows of an engine: requests and metrics in; the weights server out, where weights are staged. It never asks DNS: a name could carry data out. */
export function engineFlows({ gateway, monitoring }: EngineAccess, port: number, hasMetrics: boolean, from: WeightsServerAddress | undefined): Flows {
  const ingress: Flow[] = [gateway, hasMetrics ? monitoring : undefined].flatMap((peer) => (peer === undefined ? [] : [{ peer, port }]));
  return { ingress, egress: from === undefined ? [] : [{ peer: from.peer, port: from.port }] };
}
