/** Nodes, disks and quotas: how full they are at the minimum and at the maximum. */
import { quantityText } from '../../core';
import { quotaUses, type PoolPlan } from '../../plan';
import type { Facts } from '../facts';
import { former } from '../former';
import { figure, name, range, sentence, written } from '../html/figure';
import { markup, type Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { table } from '../html/table';
import { bar } from '../svg/bar';

const machineOf = ({ pool }: PoolPlan): string =>
  pool.instance === undefined
    ? 'own machines'
    : `${pool.instance.cloud}/${pool.instance.type}${pool.capacity === 'spot' ? ' spot' : ''}`;

const useBar = (label: string, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }): Markup =>
  bar(label, 1, [
    { kind: 'minimum', size: minimum, hint: `at the minimum ${written.percent(minimum)}` },
    { kind: 'maximum', size: maximum - minimum, hint: `at the maximum ${written.percent(maximum)}` },
  ]);

function poolRows(plan: PoolPlan, index: number) {
  const { pool, use } = plan;
  return Object.entries(use).map(([resource, { minimum, maximum }], i) => {
    const at = (load: string) => pointer('pools', index, 'use', resource, load);
    const label = `${resource} of ${pool.name}: ${written.percent(minimum)} to ${written.percent(maximum)}`;
    return [
      name(pool.name),
      i === 0 ? name(machineOf(plan)) : '',
      i === 0
        ? range(
            'count',
            [pool.nodes.min, pointer('pools', index, 'nodes', 'min')],
            [pool.nodes.max, pointer('pools', index, 'nodes', 'max')],
          )
        : '',
      name(resource),
      useBar(label, { minimum, maximum }),
      range('percent', [minimum, at('minimum')], [maximum, at('maximum')]),
    ];
  });
}

function storeBar({ plan: { store } }: Facts): Markup {
  const [needed, capacity] = [store.needed.value, store.capacity];
  return markup`<h3>The store</h3><p>${figure('gib', needed, pointer('store', 'needed', 'value'))} of
      ${figure('gib', capacity, pointer('store', 'capacity'))}:
      ${sentence(store.needed.because, pointer('store', 'needed', 'because'))}.
    </p>${bar(`store: ${written.gib(needed)} of ${written.gib(capacity)}`, capacity, [
      { kind: 'minimum', size: needed, hint: written.gib(needed) },
    ])}`;
}

function quotaTable({ plan }: Facts): Markup {
  const { cluster } = plan.environment;
  if (cluster.scope === 'namespaced')
    return table(
      'Quotas that the namespace has already',
      ['quota', 'resource', 'needed', 'left', 'because'],
      quotaUses(plan).map(({ quota, key, needed, left, because }) =>
        [quota, key, quantityText(needed), quantityText(left), because].map(name),
      ),
    );
  return table(
    `Quota of the namespace ${cluster.namespaces.serving}`,
    ['resource', { title: 'hard', number: true }, 'because'],
    Object.entries(plan.quota).map(([key, { value, because }]) => [
      name(key),
      markup`<span data-at="${pointer('quota', key, 'value')}">${value}</span>`,
      sentence(because, pointer('quota', key, 'because')),
    ]),
  );
}

/** Uses that differ from the revision before, as two bars each. */
function changedUse(facts: Facts): Markup | undefined {
  const { plan } = facts;
  const was = former(facts, ({ pools }) => new Map(pools.map(({ pool, use }) => [pool.name, use])));
  const rows = plan.pools.flatMap(({ pool, use }, index) =>
    Object.entries(use).flatMap(([resource, now]) => {
      const earlier = was?.get(pool.name)?.[resource];
      if (earlier === undefined || (earlier.minimum === now.minimum && earlier.maximum === now.maximum)) return [];
      const at = (load: string) => pointer('pools', index, 'use', resource, load);
      const earlierText = `${written.percent(earlier.minimum)} to ${written.percent(earlier.maximum)}`;
      return [
        [
          name(`${pool.name}, ${resource}`),
          useBar(`${resource} of ${pool.name} before: ${earlierText}`, earlier),
          markup`<del>${name(earlierText)}</del>`,
          useBar(`${resource} of ${pool.name} after`, now),
          markup`<ins>${range('percent', [now.minimum, at('minimum')], [now.maximum, at('maximum')])}</ins>`,
        ],
      ];
    }),
  );
  return rows.length === 0
    ? undefined
    : table('Use before and after', ['resource', 'before', 'part', 'after', 'part'], rows);
}

/** How full nodes, store and quota are. */
export const hosts = (facts: Facts): Section => ({
  id: 'hosts',
  title: 'Nodes, store and quota',
  about: 'Each bar is all nodes of a pool: what the minimum of all replicas takes, and what their maximum adds.',
  body: [
    table(
      'Use of each pool',
      [
        'pool',
        'machine',
        { title: 'nodes', number: true },
        'resource',
        'use',
        { title: 'minimum to maximum', number: true },
      ],
      facts.plan.pools.flatMap(poolRows),
    ),
    storeBar(facts),
    markup`<h3>Quota</h3>`,
    quotaTable(facts),
  ],
  changes: changedUse(facts),
});
