/** Sums of an environment: models, GPUs, nodes, cost. */
import type { Facts } from '../facts';
import { figure, name, range } from '../html/figure';
import { former } from '../former';
import { type Content, formerMarkup, markup, type Markup, plainText } from '../html/markup';
import { countOf, pointer, type Source } from '../html/pointer';
import { longest } from '../longest';

type Kind = 'low' | 'high';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The days on which prices were read, from the oldest. */
export function priceDates({ plan: { cost } }: Facts): readonly string[] {
  const texts = cost.prices.flatMap(({ prices }) => prices.paid?.from ?? []);
  return [...new Set(texts.flatMap((text) => /\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? []))].sort();
}

function costText(facts: Facts): Markup {
  const { cost } = facts.plan;
  if (cost.maximum.paid.high === 0 && cost.unknown.length > 0)
    return markup`unknown: no price of ${name(cost.unknown.join(', '))} is known`;
  const at = (load: 'minimum' | 'maximum', kind: Kind): readonly [number, Source] => [
    cost[load].paid[kind],
    pointer('cost', load, 'paid', kind),
  ];
  const dates = priceDates(facts);
  const from = dates.length === 0 ? ', prices set in the environment' : markup`, prices of ${name(dates.join(' to '))}`;
  const without =
    cost.unknown.length === 0 ? '' : markup`, without ${name(cost.unknown.join(', '))}, whose price is not known`;
  const least = cost.unknown.length === 0 ? '' : 'at least ';
  const paid = range('dollars', at('minimum', 'low'), at('maximum', 'high'));
  return markup`<strong>${least}${paid} a month</strong>${from}${without}`;
}

/** The model that takes most memory of GPUs, or of hosts where none has one. */
function largestModel({ plan: { servers } }: Facts): Content {
  const models = servers.flatMap(({ memory }, server) =>
    Object.entries(memory).map(([model, { devices, host }]) => ({ server, model, devices, host })),
  );
  const hasGpus = models.some(({ devices }) => devices.length > 0);
  const sizeOf = ({ devices, host }: (typeof models)[number]): number =>
    hasGpus ? sum(devices.map(({ total }) => total)) : host.total;
  const most = longest(models, sizeOf);
  if (most === undefined) return 'none';
  const at = pointer('servers', most.item.server, 'memory', most.item.model);
  return markup`<strong>${name(most.item.model)}</strong>:
  ${figure('mib', most.value, hasGpus ? `${at}/devices/*/total` : `${at}/host/total`)}`;
}

/** The pool that costs most at the maximum. */
function dearestPool({ plan: { cost } }: Facts): Content {
  const most = longest(cost.maximum.pools, ({ paid }) => paid?.high ?? -1);
  return most === undefined || most.value <= 0
    ? ''
    : markup`, of which ${name(most.item.pool)}
      ${figure('dollars', most.value, pointer('cost', 'maximum', 'pools', most.index, 'paid', 'high'))} at most`;
}

const strong = (value: Content): Markup => markup`<strong>${value}</strong>`;

/** What a reader asks first, as pairs of a term and its value. */
function pairsOf(facts: Facts): readonly (readonly [string, Content])[] {
  const { servers, pools, loaders, gateway } = facts.plan;
  return [
    ['Workloads that serve models', strong(figure('count', servers.length, countOf('servers')))],
    ['Models in the store', strong(figure('count', loaders.length, countOf('files')))],
    [
      'GPUs in use, minimum to maximum',
      markup`${strong(
        range(
          'count',
          [sum(pools.map(({ gpuUnitsAtMinimum }) => gpuUnitsAtMinimum)), pointer('pools', '*', 'gpuUnitsAtMinimum')],
          [sum(pools.map(({ gpuUnitsAtMaximum }) => gpuUnitsAtMaximum)), pointer('pools', '*', 'gpuUnitsAtMaximum')],
        ),
      )}
      of ${figure('count', sum(pools.map(({ gpuUnits }) => gpuUnits)), pointer('pools', '*', 'gpuUnits'))}`,
    ],
    [
      'Nodes',
      strong(
        range(
          'count',
          [sum(pools.map(({ pool }) => pool.nodes.min)), pointer('pools', '*', 'nodes', 'min')],
          [sum(pools.map(({ pool }) => pool.nodes.max)), pointer('pools', '*', 'nodes', 'max')],
        ),
      ),
    ],
    ...(gateway === undefined
      ? []
      : [
          [
            'Clients of the gateway',
            markup`${strong(figure('count', Object.keys(gateway.clients).length, countOf('gateway', 'clients')))},
              <a href="#gateway">who may ask for which model</a>`,
          ] as const,
        ]),
    ['Largest model', largestModel(facts)],
    ['Cost of nodes', markup`${costText(facts)}${dearestPool(facts)}`],
  ];
}

/** What was stated of the revision before, where it is something else. */
function formerly(now: Content, was: Content): Content {
  return was === undefined || plainText(was) === plainText(now) ? '' : markup` <del>before: ${formerMarkup(was)}</del>`;
}

export function sums(facts: Facts): Markup {
  const was = new Map(former(facts, pairsOf));
  return markup`<dl class="sums" id="sums">${pairsOf(facts).map(
    ([term, value]) => markup`<div><dt>${term}</dt><dd>${value}${formerly(value, was.get(term))}</dd></div>`,
  )}</dl>`;
}
