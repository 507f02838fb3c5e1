/** The models of a plan with the terms of their memory, their rollouts and their times. */
import { durationText, mibText, type DeviceMemory, type LlamaServerPlan, type OllamaFleetPlan, type Plan } from '../../lib';
import { section, table } from './text';

const termsText = ({ terms }: DeviceMemory): string => terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');

/** The device that holds most: the fullest GPU, or the host where there is none. */
const deciding = ({ devices, host }: LlamaServerPlan['memory']): DeviceMemory =>
  devices.reduce<DeviceMemory | undefined>((most, device) => (most === undefined || device.total > most.total ? device : most), undefined) ?? host;

const replicasText = ({ min, max }: LlamaServerPlan['replicas']): string => (min === max ? `${max}` : `${min}–${max}`);

const gpusText = ({ gpus }: LlamaServerPlan['compute']): string => (gpus === undefined ? '-' : `${gpus.count}`);

/** What the proof of a fleet assumes of its clients. */
export const ollamaAssumption = [
  '  Ollama: this holds while no request sets keep_alive, shift, or any of options.num_ctx, num_batch, num_gpu, main_gpu,',
  '  use_mmap, num_thread and draft_num_predict: Ollama would load the model again, with other memory.',
  '  Remove them at the gateway: docs/explanation/placement.md.',
].join('\n');

export function modelsText({ llamaServers, ollamaFleets }: Plan): string {
  const servers = llamaServers.map(({ workload, replicas, compute, memory }) => [
    workload.key, workload.weights, workload.pools.join(', '), replicasText(replicas), gpusText(compute), mibText(deciding(memory).total), termsText(deciding(memory)),
  ]);
  const fleets = ollamaFleets.flatMap(({ workload, compute, memory }) => workload.models.flatMap(({ tag }, i) => {
    const one = memory[tag];
    return one === undefined ? [] : [[
      i === 0 ? workload.key : '', tag, i === 0 ? workload.pools.join(', ') : '', `${workload.replicas}`, gpusText(compute), mibText(deciding(one).total), termsText(deciding(one)),
    ]];
  }));
  const title = 'Models: MiB of the fullest GPU, or of the host without one';
  const text = table(['model', 'weights', 'pools', 'replicas', 'GPUs', 'MiB', 'terms'], [...servers, ...fleets]);
  return section(title, ollamaFleets.length === 0 ? text : `${text}\n\n${ollamaAssumption}`);
}

const strategyText = (server: LlamaServerPlan | OllamaFleetPlan): readonly [string, string] => {
  if (!('rollout' in server)) return [`one by one, ${server.rolloutMaxUnavailable.value} away`, server.rolloutMaxUnavailable.because];
  const { value, because } = server.rollout;
  return [value.type === 'Recreate' ? 'Recreate' : value.maxSurge > 0 ? `RollingUpdate +${value.maxSurge}` : `RollingUpdate -${value.maxUnavailable}`, because];
};

export function rolloutsText({ llamaServers, ollamaFleets, placement }: Plan): string {
  const rows = [...llamaServers, ...ollamaFleets].map((each) => [each.workload.key, ...strategyText(each), `${each.maxUnavailable.value}`]);
  const pushing = placement.rollouts.filter(({ displaces }) => displaces.length > 0);
  return section('Rollouts and drains', [
    table(['model', 'strategy', 'because', 'pods evicted at a time'], rows),
    ...pushing.map(({ workload, displaces }) => `\n  While ${workload} rolls out it may push out pods of ${displaces.join(', ')}.`),
  ].join('\n'));
}

export function budgetsText({ llamaServers, ollamaFleets }: Plan): string {
  const rows = [...llamaServers, ...ollamaFleets].map(({ workload, budgets }) =>
    [workload.key, ...[budgets.staging, budgets.startup, budgets.progressDeadline, budgets.drain, budgets.grace].map(({ value }) => durationText(value))]);
  return section('Times', table(['model', 'staging', 'startup', 'progress deadline', 'longest answer', 'grace period'], rows));
}

export function quotaText({ quota }: Plan): string {
  return section('Quota of the serving namespace', table(['resource', 'hard', 'because'], Object.entries(quota).map(([key, { value, because }]) => [key, value, because])));
}
