/** Quotas and limit ranges of a namespace that exists, beside what the environment declares of them. */
import { childPath, type Nano, nanoOf, quantityText } from '../core';
import {
  type Environment,
  type ExistingLimit,
  type ExistingLimitRange,
  type ExistingQuota,
  withLimitDefaults,
} from '../environment';
import { liveLimits, type LiveQuantities, type LiveQuota, liveQuotas, usedByOthers } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

/** `{ 'requests.cpu': '40', pods: '20' }`, as it can be copied into an overlay. */
function valueText(quantities: LiveQuantities): string {
  const entries = Object.entries(quantities).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{ ${entries.map(([key, value]) => `${/^[a-z]+$/i.test(key) ? key : `'${key}'`}: '${value}'`).join(', ')} }`;
}

/** Quota keys of what pods ask for; what others use of the rest is not seen. */
const ofPods = /^(cpu|memory|ephemeral-storage|pods|count\/pods|(requests|limits)\..*)$/;
const isOfPods = (key: string): boolean => ofPods.test(key) && key !== 'requests.storage';

const namespaceOf = ({ synthesis }: Comparison): string => synthesis.plan.environment.cluster.namespaces.serving;

function ofQuota(
  declared: ExistingQuota,
  live: LiveQuota | undefined,
  used: ReadonlyMap<string, Nano>,
  here: string,
): readonly Difference[] {
  const title = `ResourceQuota '${declared.name}'`;
  if (live === undefined) return [difference('QuotaDiffers', here, title, 'none', 'remove it from existingQuotas')];
  const keys = [...new Set([...Object.keys(declared.hard), ...Object.keys(live.hard)])].sort();
  const differing = keys.filter((key) => nanoOf(declared.hard[key]) !== nanoOf(live.hard[key]));
  const more = Object.keys(live.hard).flatMap((key) => {
    const now = used.get(key) ?? 0n;
    return now > (nanoOf(declared.usedByOthers?.[key] ?? 0) ?? 0n) ? [[key, quantityText(now)] as const] : [];
  });
  const shown = (hard: LiveQuantities): string =>
    listed(differing.map((key) => `${key} ${hard[key] ?? 'not counted'}`));
  return [
    ...(differing.length === 0
      ? []
      : [
          difference(
            'QuotaDiffers',
            here,
            `${title} with ${shown(declared.hard)}`,
            shown(live.hard),
            `hard: ${valueText(live.hard)}`,
          ),
        ]),
    ...(more.length === 0
      ? []
      : [
          difference(
            'QuotaDiffers',
            childPath(here, 'usedByOthers'),
            `at most ${listed(more.map(([key]) => `${declared.usedByOthers?.[key] ?? '0'} of ${key}`))} for others`,
            `${listed(more.map(([key, amount]) => `${amount} of ${key}`))} of their pods`,
            `usedByOthers: ${valueText({ ...declared.usedByOthers, ...Object.fromEntries(more) })}`,
          ),
        ]),
  ];
}

/** A quota that the plan does not count. */
function undeclared({ name, hard }: LiveQuota, used: ReadonlyMap<string, Nano>, place: string): Difference {
  const others = Object.fromEntries(
    Object.keys(hard).flatMap((key) => {
      const amount = used.get(key) ?? 0n;
      return amount === 0n ? [] : [[key, quantityText(amount)] as const];
    }),
  );
  const use = Object.keys(others).length === 0 ? '' : `, usedByOthers: ${valueText(others)}`;
  return difference(
    'QuotaDiffers',
    place,
    `no ResourceQuota '${name}'`,
    `one that allows ${listed(Object.entries(hard).map(([key, value]) => `${key} ${value}`))}`,
    `existingQuotas: [{ name: '${name}', hard: ${valueText(hard)}${use} }]`,
  );
}

export function quotaDifferences(comparison: Comparison): readonly Difference[] {
  const { environment } = comparison.synthesis.plan;
  const { existingQuotas } = environment.cluster;
  if (comparison.inventory.isUnread('ResourceQuota')) return [];
  const place = childPath(environment.name, 'cluster', 'existingQuotas');
  const live = liveQuotas(comparison.inventory, namespaceOf(comparison));
  const used = usedByOthers(comparison.inventory, namespaceOf(comparison));
  return [
    ...existingQuotas.flatMap((declared, i) =>
      ofQuota(
        declared,
        live.find(({ name }) => name === declared.name),
        used,
        childPath(place, i),
      ),
    ),
    ...live
      .filter(({ name }) => existingQuotas.every((declared) => declared.name !== name))
      .map((quota) => undeclared(quota, used, place)),
  ];
}

/** Keys of which pods show nothing: what others use of them is as the environment states it. */
export const unseenUse = ({ name, cluster }: Environment): readonly string[] =>
  cluster.existingQuotas.flatMap((quota, i) => {
    const keys = Object.keys(quota.hard).filter((key) => !isOfPods(key));
    return keys.length === 0
      ? []
      : [`${childPath(name, 'cluster', 'existingQuotas', i)}: how much of ${keys.join(', ')} others use`];
  });

const amounts = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** An entry in one form, so that two can be compared: quantities by their worth, keys in order. */
const canonical = (limit: ExistingLimit): string => {
  const full = withLimitDefaults(limit);
  return JSON.stringify([
    full.type,
    ...amounts.map((field) =>
      Object.entries(full[field] ?? {})
        .map(([key, value]) => `${key}=${nanoOf(value) ?? value}`)
        .sort(),
    ),
  ]);
};

/** `{ type: 'Container', max: { cpu: '4' } }`, as it can be copied into an overlay. */
const limitText = (limit: ExistingLimit): string =>
  `{ type: '${limit.type}'${amounts
    .filter((field) => Object.keys(limit[field] ?? {}).length > 0)
    .map((field) => `, ${field}: ${valueText(limit[field] ?? {})}`)
    .join('')} }`;

const limitsText = ({ limits }: ExistingLimitRange): string => `limits: [${limits.map(limitText).join(', ')}]`;

const isSame = (a: ExistingLimitRange, b: ExistingLimitRange): boolean =>
  JSON.stringify(a.limits.map(canonical).sort()) === JSON.stringify(b.limits.map(canonical).sort());

export function limitDifferences(comparison: Comparison): readonly Difference[] {
  const { environment } = comparison.synthesis.plan;
  const { existingLimits } = environment.cluster;
  if (comparison.inventory.isUnread('LimitRange')) return [];
  const place = childPath(environment.name, 'cluster', 'existingLimits');
  const live = liveLimits(comparison.inventory, namespaceOf(comparison));
  return [
    ...existingLimits.flatMap((declared, i): readonly Difference[] => {
      const found = live.find(({ name }) => name === declared.name);
      const title = `LimitRange '${declared.name}'`;
      if (found === undefined)
        return [difference('LimitRangeDiffers', childPath(place, i), title, 'none', 'remove it from existingLimits')];
      return isSame(declared, found)
        ? []
        : [
            difference(
              'LimitRangeDiffers',
              childPath(place, i),
              `${title} with ${declared.limits.map(limitText).join(', ')}`,
              found.limits.map(limitText).join(', '),
              limitsText(found),
            ),
          ];
    }),
    ...live
      .filter(({ name }) => existingLimits.every((declared) => declared.name !== name))
      .map((range) =>
        difference(
          'LimitRangeDiffers',
          place,
          `no LimitRange '${range.name}'`,
          `one with ${range.limits.map(limitText).join(', ')}`,
          `existingLimits: [{ name: '${range.name}', ${limitsText(range)} }]`,
        ),
      ),
  ];
}
