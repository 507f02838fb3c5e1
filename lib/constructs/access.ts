/** The connections that the NetworkPolicy of an engine allows: who may connect to it, and what it may connect to. */
import type { Flow, Flows, PodPeer } from '../kubernetes/draw';
import type { WeightsServerAddress } from './serving/weights-volume';

/** Pods that may connect to an engine. Without an entry they may not. */
export interface EngineAccess {
  /** Pods of the gateway, which send requests. */
  readonly gateway?: PodPeer;
  /** Further pods that send requests. */
  readonly requestsFrom?: PodPeer;
  /** Pods that scrape metrics. An engine without metrics does not allow them. */
  readonly monitoring?: PodPeer;
}

/**
 * Flows of an engine: requests and metrics in, and the weights server out if weights are staged. It has no DNS: a
 * process could send data out in the names that it asks for.
 */
export function engineFlows(
  { gateway, requestsFrom, monitoring }: EngineAccess,
  port: number,
  metrics: readonly { readonly port: number }[],
  from: WeightsServerAddress | undefined,
): Flows {
  const requests: readonly Flow[] = [gateway, requestsFrom].flatMap((peer) =>
    peer === undefined ? [] : [{ peer, port }],
  );
  const scrapes: readonly Flow[] =
    monitoring === undefined ? [] : metrics.map((each) => ({ peer: monitoring, port: each.port }));
  const ingress = [...requests, ...scrapes];
  return { ingress, egress: from === undefined ? [] : [{ peer: from.peer, port: from.port }] };
}
