/** The models of a plan with the terms of their memory, their rollouts and their times. */
import {
  durationText,
  mibText,
  type DeviceMemory,
  type LlamaServerPlan,
  type OllamaFleetPlan,
  type Plan,
} from '../../lib';
import { table, wrapped, type Layout } from '../command';
import { asAbove, section } from './text';

const termsText = ({ terms }: DeviceMemory): string =>
  terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');

/** The device that holds most: the fullest GPU, or the host where there is none. */
const deciding = ({ devices, host }: LlamaServerPlan['memory']): DeviceMemory =>
  devices.reduce<DeviceMemory | undefined>(
    (most, device) => (most === undefined || device.total > most.total ? device : most),
    undefined,
  ) ?? host;

const replicasText = ({ min, max }: LlamaServerPlan['replicas']): string => (min === max ? `${max}` : `${min}–${max}`);

const gpusText = ({ gpus }: LlamaServerPlan['compute']): string => (gpus === undefined ? '-' : `${gpus.count}`);

/** What the proof of a fleet assumes of its clients. */
const ollamaAssumption =
  'Ollama: this holds while no request sets keep_alive, shift, or any of options.num_ctx, num_batch, num_gpu, main_gpu, ' +
  'use_mmap, num_thread and draft_num_predict: Ollama would load the model again, with other memory. ' +
  'Remove them at the gateway: docs/explanation/placement.md.';

/** The assumption as lines of a width. */
const ollamaAssumptionText = ({ width }: Layout): string =>
  wrapped(ollamaAssumption, width - 2)
    .map((line) => `  ${line}`)
    .join('\n');

export function modelsText({ llamaServers, ollamaFleets }: Plan, layout: Layout): string {
  const servers = llamaServers.map(({ workload, replicas, compute }) => [
    workload.key,
    workload.weights,
    workload.pools.join(', '),
    replicasText(replicas),
    gpusText(compute),
  ]);
  const fleets = ollamaFleets.flatMap(({ workload, compute }) =>
    workload.models.map(({ tag }, i) => [
      i === 0 ? workload.key : '',
      tag,
      i === 0 ? workload.pools.join(', ') : '',
      `${workload.replicas}`,
      gpusText(compute),
    ]),
  );
  const sizes = [
    ...llamaServers.map(({ workload, memory }) => [workload.key, deciding(memory)] as const),
    ...ollamaFleets.flatMap(({ workload, memory }) =>
      workload.models.flatMap(({ tag }) =>
        memory[tag] === undefined ? [] : [[`${workload.key} ${tag}`, deciding(memory[tag])] as const],
      ),
    ),
  ];
  const memory = table(
    ['model', 'MiB', 'terms'],
    sizes.map(([name, device]) => [name, mibText(device.total), termsText(device)]),
    layout,
  );
  return [
    section(
      'Models',
      table(['model', 'weights', 'pools', 'replicas', 'GPUs'], [...servers, ...fleets], layout),
      layout,
    ),
    section(
      'Memory: MiB of the fullest GPU, or of the host without GPUs',
      ollamaFleets.length === 0 ? memory : `${memory}\n\n${ollamaAssumptionText(layout)}`,
      layout,
    ),
  ].join('\n');
}

const strategyText = (server: LlamaServerPlan | OllamaFleetPlan): readonly [string, string] => {
  if (!('rollout' in server))
    return [`one by one, ${server.rolloutMaxUnavailable.value} unavailable`, server.rolloutMaxUnavailable.because];
  const { value, because } = server.rollout;
  return [
    value.type === 'Recreate'
      ? 'Recreate'
      : value.maxSurge > 0
        ? `RollingUpdate +${value.maxSurge}`
        : `RollingUpdate -${value.maxUnavailable}`,
    because,
  ];
};

export function rolloutsText({ llamaServers, ollamaFleets, placement }: Plan, layout: Layout): string {
  const all = [...llamaServers, ...ollamaFleets];
  const reasons = asAbove(all.map((each) => strategyText(each)[1]));
  const rows = all.map((each, i) => [
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

export function budgetsText({ llamaServers, ollamaFleets }: Plan, layout: Layout): string {
  const rows = [...llamaServers, ...ollamaFleets].map(({ workload, budgets }) => [
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

export function quotaText({ quota }: Plan, layout: Layout): string {
  const reasons = asAbove(Object.values(quota).map(({ because }) => because));
  const rows = Object.entries(quota).map(([key, { value }], i) => [key, value, reasons[i] ?? '']);
  return section('Quota of the serving namespace', table(['resource', 'hard', 'because'], rows, layout), layout);
}
