/** What the nodes cost, by pool and by model, at three loads. */
import { hoursPerMonth, type MonthlyCost } from '../../plan';
import type { Facts } from '../facts';
import { former } from '../former';
import { figure, name, range, written } from '../html/figure';
import { type Content, markup, type Markup } from '../html/markup';
import { pointer, type Source } from '../html/pointer';
import { lines, type Section } from '../html/section';
import { table } from '../html/table';
import { bar } from '../svg/bar';

const loads = ['minimum', 'expected', 'maximum'] as const;

const costText = (cost: MonthlyCost | undefined, at: Source): Markup | string =>
  cost === undefined ? 'unknown' : range('dollars', [cost.low, `${at}/low`], [cost.high, `${at}/high`]);

const number = (title: string) => ({ title, number: true });

/** Bars of costs, as long as the largest of them. */
const costBar = (of: string, cost: MonthlyCost | undefined, most: number): Markup | string =>
  cost === undefined
    ? ''
    : bar(`${of}: ${written.dollars(cost.high)}`, most, [
        { kind: 'minimum', size: cost.low, hint: written.dollars(cost.low) },
        { kind: 'maximum', size: cost.high - cost.low, hint: written.dollars(cost.high) },
      ]);

const most = (costs: readonly (MonthlyCost | undefined)[]): number =>
  Math.max(1, ...costs.map((cost) => cost?.high ?? 0));

export function cost(facts: Facts): Section {
  const { cost: planned, servers } = facts.plan;
  const pools = planned.expected.pools;
  const mostOfPool = most(pools.map(({ paid }) => paid));
  const mostOfModel = most(planned.expected.workloads.map(({ paid }) => paid));
  const named = new Map(servers.map(({ workload }) => [workload.name, workload.key]));
  const poolRows = pools.map(({ pool, paid, onDemand, spot, idleGpuUnits }, i): readonly Content[] => {
    const at = (load: string, kind: string) => pointer('cost', load, 'pools', i, kind);
    return [
      name(pool),
      costBar(pool, paid, mostOfPool),
      ...loads.map((load) => costText(planned[load].pools[i]?.paid, at(load, 'paid'))),
      costText(onDemand, at('expected', 'onDemand')),
      costText(spot, at('expected', 'spot')),
      figure('count', idleGpuUnits, at('expected', 'idleGpuUnits')),
    ];
  });
  const was = former(facts, ({ cost: { minimum, maximum } }) => ({
    minimum: minimum.paid.high,
    maximum: maximum.paid.high,
  }));
  return {
    id: 'cost',
    title: 'Cost',
    about: markup`US dollars per month of ${name(`${hoursPerMonth}`)} hours for nodes, without storage and traffic. A model pays, of each node that it is on, the largest part that its pods take of any resource.`,
    body: [
      table(
        'Cost of each pool',
        [
          'pool',
          'expected',
          number('minimum'),
          number('expected'),
          number('maximum'),
          number('on demand'),
          number('spot'),
          number('idle GPUs'),
        ],
        poolRows,
      ),
      table(
        'Cost of each workload at the expected load',
        ['workload', 'expected', number('paid')],
        planned.expected.workloads.map(({ workload, paid }, i) => [
          name(named.get(workload) ?? workload),
          costBar(workload, paid, mostOfModel),
          costText(paid, pointer('cost', 'expected', 'workloads', i, 'paid')),
        ]),
      ),
      table(
        'Where prices come from',
        ['pool', 'from'],
        pools.map(({ pool }, i) => [name(pool), name(planned.prices[i]?.prices.paid?.from ?? 'no price is known')]),
      ),
    ],
    changes:
      was === undefined || (was.maximum === planned.maximum.paid.high && was.minimum === planned.minimum.paid.high)
        ? undefined
        : lines(
            (['minimum', 'maximum'] as const).map(
              (load) =>
                markup`${load}: <del>${name(written.dollars(was[load]))}</del> <ins>${figure('dollars', planned[load].paid.high, pointer('cost', load, 'paid', 'high'))}</ins> a month`,
            ),
          ),
  };
}
