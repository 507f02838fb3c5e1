/** Nodes, disks and quotas: how full they are at the minimum and at the maximum. */
import { quantityText } from '../../core';
import { cacheSizes, quotaUses, type PoolPlan } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, range, sentence, written } from '../html/figure';
import { loadLegend } from '../html/legend';
import { changesOf, type Entry, type Listing, listed } from '../html/listing';
import { markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { bar } from '../svg/bar';

const number = (title: string) => ({ title, number: true });

const machineOf = ({ pool }: PoolPlan): string =>
  pool.instance === undefined
    ? 'own machines'
    : `${pool.instance.cloud}/${pool.instance.type}${pool.capacity === 'spot' ? ' spot' : ''}`;

function poolEntries(plan: PoolPlan, index: number): readonly Entry[] {
  const { pool, use } = plan;
  return Object.entries(use).map(([resource, { minimum, maximum }]) => ({
    name: `${pool.name}, ${resource}`,
    content: [pool.name, resource, minimum, maximum],
    cells: () => {
      const at = (load: string) => pointer('pools', index, 'use', resource, load);
      return [
        bar(`${resource} of ${pool.name}: ${written.percent(minimum)} to ${written.percent(maximum)}`, 1, [
          { kind: 'minimum', size: minimum },
          { kind: 'maximum', size: maximum - minimum },
        ]),
        range('percent', [minimum, at('minimum')], [maximum, at('maximum')]),
      ];
    },
  }));
}

const use: Listing = {
  caption: 'Use of each pool',
  columns: ['pool and resource', 'use', number('minimum to maximum')],
  entries: ({ plan: { pools } }) => pools.flatMap(poolEntries),
};

const machines: Listing = {
  caption: 'Machines of each pool',
  columns: ['pool', 'machine', number('nodes'), 'names'],
  entries: ({ plan: { pools } }) =>
    pools.map((plan, i) => {
      const { pool } = plan;
      const names = (pool.nodeNames ?? []).join(', ');
      return {
        name: pool.name,
        content: [pool.name, machineOf(plan), pool.nodes, names],
        cells: () => [
          name(machineOf(plan)),
          range(
            'count',
            [pool.nodes.min, pointer('pools', i, 'nodes', 'min')],
            [pool.nodes.max, pointer('pools', i, 'nodes', 'max')],
          ),
          name(names),
        ],
      };
    }),
};

const store: Listing = {
  caption: 'The store',
  columns: ['store', 'use', number('needed'), number('room'), 'because'],
  entries: ({ plan: { store: planned, environment } }) => {
    const { needed, capacity } = planned;
    const at = (...keys: readonly string[]) => pointer('store', ...keys);
    return [
      {
        name: environment.cluster.weights.kind,
        content: planned,
        cells: () => [
          bar(`store: ${written.gib(needed.value)} of ${written.gib(capacity)}`, capacity, [
            { kind: 'minimum', size: needed.value },
          ]),
          figure('gib', needed.value, at('needed', 'value')),
          figure('gib', capacity, at('capacity')),
          sentence(needed.because, at('needed', 'because')),
        ],
      },
    ];
  },
};

/** Of a namespace that exists, what its quotas have left; else the quota that is made. */
const existingQuota: Listing = {
  caption: 'Quotas that the namespace has already',
  columns: ['quota and resource', 'needed', 'left', 'because'],
  entries: ({ plan }) =>
    plan.environment.cluster.scope === 'namespaced'
      ? quotaUses(plan).map(({ quota, key, needed, left, because }, i) => {
          const own = { needed: quantityText(needed), left: quantityText(left), because };
          const cells = () =>
            Object.entries(own).map(([field, text]) => sentence(text, pointer('existingQuotas', i, field)));
          return { name: `${quota} ${key}`, content: [quota, key, ...Object.values(own)], cells };
        })
      : [],
};

const ownQuota: Listing = {
  caption: 'Quota of the namespace of the engines',
  columns: ['resource', number('hard'), 'because'],
  entries: ({ plan: { quota, environment } }) =>
    environment.cluster.scope === 'namespaced'
      ? []
      : Object.entries(quota).map(([key, { value, because }]) => ({
          name: key,
          content: [key, value, because],
          cells: () => [
            markup`<span data-at="${pointer('quota', key, 'value')}">${value}</span>`,
            sentence(because, pointer('quota', key, 'because')),
          ],
        })),
};

/** Disks that pods keep: those of databases and caches, and of the pods of a fleet. */
const volumes: Listing = {
  caption: 'Volumes that pods keep',
  columns: ['of each pod of', number('size'), 'because'],
  entries: ({ plan: { servers, environment } }) => [
    ...servers.flatMap(({ workload: { key }, volumeSize }, i) => {
      if (volumeSize === undefined) return [];
      const at = pointer('servers', i, 'volumeSize');
      return [
        {
          name: `workload ${key}`,
          label: key,
          content: volumeSize,
          cells: () => [figure('mib', volumeSize.value, `${at}/value`), sentence(volumeSize.because, `${at}/because`)],
        },
      ];
    }),
    ...environment.databases.map(({ key, size }, i) => ({
      name: `database ${key}`,
      label: `database ${key}`,
      content: [key, size],
      cells: () => [figure('mib', size, pointer('databases', i, 'size')), 'set in the environment'],
    })),
    ...environment.caches.flatMap((cache, i) => {
      const { volume } = cacheSizes(cache);
      if (volume === undefined) return [];
      const at = pointer('caches', i, 'volume');
      return [
        {
          name: `cache ${cache.key}`,
          label: `cache ${cache.key}`,
          content: [cache.key, volume],
          cells: () => [figure('mib', volume.value, `${at}/value`), sentence(volume.because, `${at}/because`)],
        },
      ];
    }),
  ],
};

const nodeTables = [machines, use, store, volumes] as const;
const quotaTables = [existingQuota, ownQuota] as const;

/** How full nodes, store and quota are. */
export const hosts = (facts: Facts): Section => ({
  id: 'hosts',
  title: 'Nodes, store and quota',
  about: 'Each bar is all nodes of a pool: what the minimum of all replicas takes, and what their maximum adds.',
  legend: loadLegend,
  body: [...nodeTables, ...quotaTables].map((each) => listed(each, facts)),
  changes: changesOf(facts, [...nodeTables, ...quotaTables]),
});
