/** What runs costs, as the recording rules have it. */
import { hoursPerMonth, type Plan } from '../../plan';
import { aggregate, promql, series } from '../expressions/expression';
import { costRecords } from '../records/cost';
import type { DashboardInput } from './dashboard';
import { graph, value } from './panel';

export function cost(plan: Plan): DashboardInput | undefined {
  const { environment } = plan;
  // Only the operator of Prometheus reads the rules that write the series.
  if (environment.monitoring?.scrape.by !== 'prometheus-operator' || costRecords(plan).length === 0) return undefined;
  const own = { namespace: environment.cluster.namespaces.serving } as const;
  const all = aggregate('sum', [], series('corral:workload_usd_per_hour', own));
  return {
    name: 'cost',
    title: 'cost',
    description:
      'US dollars at the prices of the plan. A pod costs its part of the nodes that it is on; idle nodes are not part of it.',
    rows: [
      {
        title: 'Now',
        panels: [
          value('Dollars per hour', 'currencyUSD', 'All pods that are ready.', all),
          value('Dollars per month', 'currencyUSD', 'The same, for a whole month.', promql`${all} * ${hoursPerMonth}`),
        ],
      },
      {
        title: 'By workload',
        panels: [
          graph(
            'Dollars per hour',
            'currencyUSD',
            'Ready pods times the price of one.',
            [
              {
                of: aggregate('sum', ['workload'], series('corral:workload_usd_per_hour', own)),
                legend: '{{workload}}',
              },
            ],
            { width: 24, stacked: true },
          ),
        ],
      },
    ],
  };
}
