/** What the nodes cost, by pool and by model, at three loads, and by the schedules where there are some. */
import { type CostPlan, hoursPerMonth, type MonthlyCost } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, range, written } from '../html/figure';
import { legend } from '../html/legend';
import { changesOf, type Listing, listed } from '../html/listing';
import { type Content, markup, type Markup } from '../html/markup';
import { pointer, type Source } from '../html/pointer';
import type { Section } from '../html/section';
import { bar } from '../svg/bar';

const loads = ['minimum', 'expected', 'maximum'] as const;

const number = (title: string) => ({ title, number: true });

const costText = (cost: MonthlyCost | undefined, at: Source): Markup | string =>
  cost === undefined ? 'unknown' : range('dollars', [cost.low, `${at}/low`], [cost.high, `${at}/high`]);

/** Bars of costs, as long as the largest of them. */
const costBar = (of: string, cost: MonthlyCost | undefined, most: number): Markup | string =>
  cost === undefined
    ? ''
    : bar(`${of}: ${written.dollars(cost.high)}`, most, [
        { kind: 'minimum', size: cost.low },
        { kind: 'maximum', size: cost.high - cost.low },
      ]);

/** The largest cost of these revisions. */
const most = (
  revisions: readonly (Facts | undefined)[],
  costsOf: (cost: CostPlan) => readonly (MonthlyCost | undefined)[],
): number =>
  Math.max(
    1,
    ...revisions
      .flatMap((facts) => (facts === undefined ? [] : costsOf(facts.plan.cost)))
      .map((cost) => cost?.high ?? 0),
  );

const sums: Listing = {
  caption: 'Cost of the environment',
  columns: ['load', 'cost', number('paid'), number('on demand'), number('spot')],
  entries: (facts, beside) => {
    const longest = most([facts, beside], ({ maximum, scheduled }) => [maximum.paid, scheduled]);
    const { cost } = facts.plan;
    const { scheduled } = cost;
    const sum = (paid: MonthlyCost, at: Source): Content =>
      cost.unknown.length === 0
        ? costText(paid, at)
        : paid.high === 0
          ? 'unknown'
          : markup`at least ${costText(paid, at)}`;
    return [
      ...loads.map((load) => {
        const { paid, onDemand, spot } = cost[load];
        const at = (kind: string) => pointer('cost', load, kind);
        return {
          name: load,
          content: [load, paid, onDemand, spot],
          cells: () => [
            costBar(load, paid, longest),
            sum(paid, at('paid')),
            sum(onDemand, at('onDemand')),
            sum(spot, at('spot')),
          ],
        };
      }),
      ...(scheduled === undefined
        ? []
        : [
            {
              name: 'with the pods of all schedules, on average over a week',
              content: scheduled,
              cells: () => [
                costBar('by schedule', scheduled, longest),
                sum(scheduled, pointer('cost', 'scheduled')),
                '',
                '',
              ],
            },
          ]),
    ];
  },
};

const pools: Listing = {
  caption: 'Cost of each pool',
  columns: ['pool', 'expected', ...[...loads, 'on demand', 'spot', 'idle GPUs'].map(number), 'prices from'],
  entries: (facts, beside) => {
    const longest = most([facts, beside], ({ expected }) => expected.pools.map(({ paid }) => paid));
    const { cost } = facts.plan;
    return cost.expected.pools.map(({ pool, paid, onDemand, spot, idleGpuUnits }, i) => {
      const at = (load: string, kind: string) => pointer('cost', load, 'pools', i, kind);
      const from = cost.prices[i]?.prices.paid?.from ?? 'no price is known';
      const byLoad = loads.map((load) => cost[load].pools[i]?.paid);
      return {
        name: pool,
        content: [pool, byLoad, onDemand, spot, idleGpuUnits, from],
        cells: () => [
          costBar(pool, paid, longest),
          ...loads.map((load, j) => costText(byLoad[j], at(load, 'paid'))),
          costText(onDemand, at('expected', 'onDemand')),
          costText(spot, at('expected', 'spot')),
          figure('count', idleGpuUnits, at('expected', 'idleGpuUnits')),
          name(from),
        ],
      };
    });
  },
};

const workloads: Listing = {
  caption: 'Cost of each workload at the expected load',
  columns: ['workload', 'expected', number('paid')],
  entries: (facts, beside) => {
    const longest = most([facts, beside], ({ expected }) => expected.workloads.map(({ paid }) => paid));
    const { cost, servers } = facts.plan;
    const keys = new Map(servers.map(({ workload }) => [workload.name, workload.key]));
    return cost.expected.workloads.map(({ workload, paid }, i) => ({
      name: keys.get(workload) ?? workload,
      content: paid,
      cells: () => [
        costBar(workload, paid, longest),
        costText(paid, pointer('cost', 'expected', 'workloads', i, 'paid')),
      ],
    }));
  },
};

const all = [sums, pools, workloads] as const;

export const cost = (facts: Facts): Section => ({
  id: 'cost',
  title: 'Cost',
  about: markup`US dollars per month of ${name(`${hoursPerMonth}`)} hours for nodes, without storage and traffic. A model pays, of each node that it is on, the largest part that its pods take of any resource.`,
  legend: legend([
    ['minimum', 'at the lowest price'],
    ['maximum', 'more at the highest price'],
  ]),
  body: all.map((each) => listed(each, facts)),
  changes: changesOf(facts, all),
});
