/** The cost of a plan at three loads; what is not known is said. */
import type { LoadCost, MonthlyCost, Plan } from '../../lib';
import { hoursPerMonth } from '../../lib/internal';
import { table, wrapped, type Layout } from '../command';
import { section } from './text';

const grouped = (usd: number): string =>
  Math.round(usd)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ' ');

export const costText = (cost: MonthlyCost | undefined): string =>
  cost === undefined
    ? 'unknown'
    : Math.round(cost.low) === Math.round(cost.high)
      ? grouped(cost.low)
      : `${grouped(cost.low)}–${grouped(cost.high)}`;

const loads = ['minimum', 'expected', 'maximum'] as const;

/** Costs per pool, per model, and of everything. */
export function costsText({ cost }: Plan, layout: Layout): string {
  const pools = cost.expected.pools.map(({ pool }, i) => [
    pool,
    loads.map((load) => `${cost[load].pools[i]?.nodes ?? 0}`).join(' · '),
    ...loads.map((load) => costText(cost[load].pools[i]?.paid)),
    costText(cost.expected.pools[i]?.onDemand),
    costText(cost.expected.pools[i]?.spot),
    `${cost.expected.pools[i]?.idleGpuUnits ?? 0}`,
  ]);
  const prices = cost.expected.pools.map(({ pool }, i) => [
    pool,
    cost.prices[i]?.prices.paid?.from ?? 'no price is known',
  ]);
  const sum = (cost: LoadCost, kind: 'paid' | 'onDemand' | 'spot'): string => {
    const partial = cost.pools.some(
      ({ nodes, paid, ...pool }) =>
        nodes > 0 && (kind === 'onDemand' ? pool.onDemand : kind === 'spot' ? (pool.spot ?? paid) : paid) === undefined,
    );
    if (partial && cost[kind].high === 0) return 'unknown';
    return `${partial ? 'at least ' : ''}${costText(cost[kind])}`;
  };
  const total = [
    'all',
    '-',
    ...loads.map((load) => sum(cost[load], 'paid')),
    sum(cost.expected, 'onDemand'),
    sum(cost.expected, 'spot'),
    `${cost.expected.idleGpuUnits}`,
  ];
  const models = cost.expected.workloads.map(({ workload, paid }) => [workload, costText(paid)]);
  return [
    section(
      `Cost in US dollars per month of ${hoursPerMonth} hours: nodes, without storage and traffic`,
      table(
        ['pool', 'nodes at each load', 'minimum', 'expected', 'maximum', 'on demand', 'spot', 'idle GPUs'],
        [...pools, total],
        layout,
      ),
      layout,
    ),
    section('Prices', table(['pool', 'from'], prices, layout), layout),
    cost.scheduled === undefined
      ? ''
      : wrapped(
          `The schedules alone, on average over a week and without further requests: ${costText(cost.scheduled)}.`,
          layout.width - 2,
        )
          .map((line) => `  ${line}\n`)
          .join(''),
    cost.unknown.length === 0 ? '' : `  The price of ${cost.unknown.join(', ')} is not known. The sums leave it out.\n`,
    section('Cost of each model at the expected load', table(['model', 'paid'], models, layout), layout),
  ]
    .filter((text) => text !== '')
    .join('\n');
}
