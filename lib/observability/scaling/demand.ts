/**
 * What KEDA asks of Prometheus. A query answers 0 only while the gateway is scraped: nothing would count as an idle
 * model, and an outage of the scraping would let the fleet sleep.
 */
import { type Duration, minutes } from '../../core';
import { aggregate, type Expression, increase, promDuration, promql, series } from '../expressions/expression';

/** A model as the gateway and Prometheus name it. */
export interface Demanded {
  /** Namespace of the gateway. */
  readonly gateway: string;
  /** Namespace of the engines. */
  readonly serving: string;
  /** Name of its workload, and of its cluster in the gateway. */
  readonly workload: string;
}

/** Queries of one model. */
export interface DemandExpressions {
  readonly asked: Expression;
  readonly requests: Expression;
  readonly waiting: Expression;
  readonly working: Expression;
}

/** Time for which a request that found no pod keeps a model awake: several scrapes and questions of KEDA. */
const remembered: Duration = minutes(2);

/**
 * The queries of a model on llama-servers.
 *
 * @param memory time for which a request that found no pod counts. Default: two minutes
 */
export function demandOf({ gateway, serving, workload }: Demanded, memory = remembered): DemandExpressions {
  const whileScraped = promql`0 * max(${series('envoy_server_live', { namespace: gateway })})`;
  const orIdle = (query: Expression): Expression => promql`${query} or ${whileScraped}`;
  const ofGateway = { namespace: gateway, envoy_cluster_name: workload };
  const ofEngines = { namespace: serving, workload };
  const none = 'envoy_cluster_upstream_cx_none_healthy';
  // A series that is new begins with its first request, which no increase shows.
  const grown = promql`${increase(none, memory, ofGateway)} > 0`;
  const begun = promql`${series(none, ofGateway)} > 0 unless ${series(none, ofGateway)} offset ${promDuration(memory)}`;
  return {
    asked: orIdle(promql`clamp_max(sum((${grown}) or (${begun})), 1)`),
    requests: orIdle(aggregate('sum', [], series('envoy_cluster_upstream_rq_active', ofGateway))),
    waiting: orIdle(aggregate('sum', [], series('llamacpp:requests_deferred', ofEngines))),
    working: orIdle(aggregate('sum', [], series('llamacpp:requests_processing', ofEngines))),
  };
}
