/** The connections that the NetworkPolicy of an engine allows: who may connect to it, and what it may connect to. */
import type { Flow, Flows, PodPeer } from '../kubernetes/draw';
import type { WeightsServerAddress } from './serving/weights-volume';

/** Pods that may connect to an engine. Without an entry they may not. */
export interface EngineAccess {
  /** Pods that send requests. */
  readonly gateway?: PodPeer;
  /** Pods that scrape metrics. An engine without metrics does not allow them. */
  readonly monitoring?: PodPeer;
}

/**
 * Flows of an engine: requests and metrics in, and the weights server out if weights are staged. It has no DNS: a
 * process could send data out in the names that it asks for.
 */
export function engineFlows(
  { gateway, monitoring }: EngineAccess,
  port: number,
  hasMetrics: boolean,
  from: WeightsServerAddress | undefined,
): Flows {
  const ingress: Flow[] = [gateway, hasMetrics ? monitoring : undefined].flatMap((peer) =>
    peer === undefined ? [] : [{ peer, port }],
  );
  return { ingress, egress: from === undefined ? [] : [{ peer: from.peer, port: from.port }] };
}
