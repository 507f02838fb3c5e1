/** What runs costs, recorded at the prices of the plan: ready pods of each workload times the price of one. */
import { hoursPerMonth, type Plan, type ServerPlan } from '../../plan';
import { aggregate, type Expression, promql, series } from '../expressions/expression';
import type { MetricName } from '../metrics/registry';

/** A rule that writes a series. */
export interface RecordingRule {
  readonly record: MetricName;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** US dollars per hour of one pod, with six decimals: thousandths of a cent. */
const priceText = (usd: number): string => usd.toFixed(6);

function readyPods({ replacement, workload }: ServerPlan, namespace: string): Expression {
  return replacement.by === 'stateful-set'
    ? aggregate('sum', [], series('kube_statefulset_status_replicas_ready', { namespace, statefulset: workload.name }))
    : aggregate(
        'sum',
        [],
        series('kube_deployment_status_replicas_available', { namespace, deployment: workload.name }),
      );
}

/**
 * A rule for each workload whose price is known. A pod costs its part of the nodes that it is on, at the maximum of all
 * replicas; idle nodes are not part of it.
 */
export function costRecords({ environment, servers, cost }: Plan): readonly RecordingRule[] {
  const { serving } = environment.cluster.namespaces;
  const paid = new Map(cost.maximum.workloads.map((each) => [each.workload, each.paid?.high]));
  return servers.flatMap((server): readonly RecordingRule[] => {
    const { workload, replicas } = server;
    const month = paid.get(workload.name);
    if (month === undefined || replicas.max === 0) return [];
    const price = priceText(month / hoursPerMonth / replicas.max);
    return [
      {
        record: 'corral:workload_usd_per_hour',
        expr: promql`${readyPods(server, serving)} * ${price}`.promql,
        labels: { namespace: serving, workload: workload.name },
      },
    ];
  });
}
