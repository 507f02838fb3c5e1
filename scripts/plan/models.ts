/** The models of a plan with the terms of their memory, their rollouts and their times. */
import type { DeviceMemory, ModelMemory, Plan, ServerPlan } from '../../lib';
import { durationText, mibText, quantityText, quotaUses } from '../../lib/internal';
import { table, wrapped, type Layout } from '../command';
import { asAbove, section } from './text';

const termsText = ({ terms }: DeviceMemory): string =>
  terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');

/** The device that holds most: the fullest GPU, or the host where there is none. */
const deciding = ({ devices, host }: ModelMemory): DeviceMemory =>
  devices.reduce<DeviceMemory | undefined>(
    (most, device) => (most === undefined || device.total > most.total ? device : most),
    undefined,
  ) ?? host;

const replicasText = ({ min, max }: ServerPlan['replicas']): string => (min === max ? `${max}` : `${min}–${max}`);

const gpusText = ({ gpus }: ServerPlan['compute']): string => (gpus === undefined ? '-' : `${gpus.count}`);

/** What the proof assumes of requests, and what is not computed, as lines of a width. */
const assumptions = (servers: readonly ServerPlan[], { width }: Layout): readonly string[] =>
  [
    ...new Set(servers.flatMap(({ assumes }) => assumes ?? [])),
    ...servers.flatMap(({ workload, measured }) =>
      measured === undefined ? [] : `Memory of ${workload.key} is ${measured}.`,
    ),
  ].flatMap((text) => ['', ...wrapped(text, width - 2).map((line) => `  ${line}`)]);

export function modelsText({ servers }: Plan, layout: Layout): string {
  const models = servers.flatMap(({ workload, memory, replicas, compute }) =>
    Object.keys(memory).map((key, i) => [
      i === 0 ? workload.key : '',
      key,
      i === 0 ? workload.pools.join(', ') : '',
      replicasText(replicas),
      gpusText(compute),
    ]),
  );
  const sizes = servers.flatMap(({ workload, memory }) =>
    Object.entries(memory).map(([key, each]) => [
      Object.keys(memory).length === 1 ? workload.key : `${workload.key} ${key}`,
      mibText(deciding(each).total),
      termsText(deciding(each)),
    ]),
  );
  return [
    section('Models', table(['model', 'weights', 'pools', 'replicas', 'GPUs'], models, layout), layout),
    section(
      'Memory: MiB of the fullest GPU, or of the host without GPUs',
      [table(['model', 'MiB', 'terms'], sizes, layout), ...assumptions(servers, layout)].join('\n'),
      layout,
    ),
  ].join('\n');
}

const strategyText = ({ replacement }: ServerPlan): readonly [string, string] => {
  if (replacement.by === 'stateful-set') {
    const { value, because } = replacement.maxUnavailable;
    return [`one by one, ${value} unavailable`, because];
  }
  const { value, because } = replacement.rollout;
  return [
    value.type === 'Recreate'
      ? 'Recreate'
      : value.maxSurge > 0
        ? `RollingUpdate +${value.maxSurge}`
        : `RollingUpdate -${value.maxUnavailable}`,
    because,
  ];
};

export function rolloutsText({ servers, placement }: Plan, layout: Layout): string {
  const reasons = asAbove(servers.map((each) => strategyText(each)[1]));
  const rows = servers.map((each, i) => [
    each.workload.key,
    strategyText(each)[0],
    reasons[i] ?? '',
    `${each.maxUnavailable.value}`,
  ]);
  const pushing = placement.rollouts.filter(({ displaces }) => displaces.length > 0);
  return section(
    'Rollouts and drains',
    [
      table(['model', 'strategy', 'because', 'pods evicted at a time'], rows, layout),
      ...pushing.map(
        ({ workload, displaces }) => `\n  While ${workload} rolls out, it may preempt pods of ${displaces.join(', ')}.`,
      ),
    ].join('\n'),
    layout,
  );
}

export function budgetsText({ servers }: Plan, layout: Layout): string {
  const rows = servers.map(({ workload, budgets }) => [
    workload.key,
    ...[budgets.staging, budgets.startup, budgets.progressDeadline, budgets.drain, budgets.grace].map(({ value }) =>
      durationText(value),
    ),
  ]);
  return section(
    'Times',
    table(['model', 'staging', 'startup', 'progress deadline', 'longest answer', 'grace period'], rows, layout),
    layout,
  );
}

/** What existing quotas leave, beside what is needed of it. */
function existingQuotaText(plan: Plan, layout: Layout): string {
  const uses = quotaUses(plan);
  const reasons = asAbove(uses.map(({ because }) => because));
  const rows = uses.map(({ quota, key, needed, left }, i) => [
    quota,
    key,
    quantityText(needed),
    quantityText(left),
    reasons[i] ?? '',
  ]);
  return section(
    `Quotas that namespace ${plan.environment.cluster.namespaces.serving} has`,
    rows.length === 0
      ? '  none is declared that counts pods or claims'
      : table(['quota', 'resource', 'needed', 'left', 'because'], rows, layout),
    layout,
  );
}

export function quotaText(plan: Plan, layout: Layout): string {
  const { quota, environment } = plan;
  if (environment.cluster.scope === 'namespaced') return existingQuotaText(plan, layout);
  const reasons = asAbove(Object.values(quota).map(({ because }) => because));
  const rows = Object.entries(quota).map(([key, { value }], i) => [key, value, reasons[i] ?? '']);
  return section('Quota of the serving namespace', table(['resource', 'hard', 'because'], rows, layout), layout);
}
