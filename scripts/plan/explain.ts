/** Every number of one workload, line by line, each with the reason that it carries. */
import { durationText, mibText, minReady, refuse, suggest, type Derived, type DeviceMemory, type LlamaServerPlan, type OllamaFleetPlan, type Plan } from '../../lib';
import { costText } from './cost';

const memoryLines = (title: string, { terms, total }: DeviceMemory): readonly string[] => [
  `${title}: ${mibText(total)} MiB`,
  ...terms.map(({ name, bytes: size, because }) => `  ${mibText(size).padStart(7)}  ${name}: ${because}`),
];

const line = <T>(name: string, { value, because }: Derived<T>, text: (value: T) => string = String): string => `${name}: ${text(value)} (${because})`;

function modelLines(name: string, { devices, host, disk }: LlamaServerPlan['memory']): readonly string[] {
  return [
    ...devices.flatMap((device, i) => memoryLines(`${name}, GPU ${i}`, device)),
    ...memoryLines(`${name}, host`, host),
    line(`${name}, disk`, disk, (size) => `${mibText(size)} MiB`),
  ];
}

function commonLines({ compute, budgets, maxUnavailable, localWeights }: LlamaServerPlan | OllamaFleetPlan): readonly string[] {
  return [
    compute.gpus === undefined ? 'GPUs: none' : `GPUs: ${compute.gpus.count} ${compute.gpus.resource}`,
    line('CPU', compute.cpu, (millicores) => `${millicores / 1000} cores`),
    line('threads', compute.threads),
    line('memory', compute.memory, (size) => `${mibText(size)} MiB`),
    line('ephemeral storage', compute.ephemeralStorage, (size) => `${mibText(size)} MiB`),
    line('weights on the local disk', localWeights, (size) => `${mibText(size)} MiB`),
    line('staging', budgets.staging, durationText),
    line('startup', budgets.startup, durationText),
    line('progress deadline', budgets.progressDeadline, durationText),
    line('longest answer', budgets.drain, durationText),
    line('grace period', budgets.grace, durationText),
    line('a drain takes at once', maxUnavailable),
  ];
}

function serverLines(server: LlamaServerPlan): readonly string[] {
  const { workload, memory, rollout, replicas, autoscaling } = server;
  return [
    `${workload.key}: ${workload.weights} on ${workload.pools.join(', then ')}, ${replicas.min} to ${replicas.max} replicas, ${workload.priority}`,
    ...modelLines('memory', memory),
    ...commonLines(server),
    ...(rollout.value.type === 'RollingUpdate' ? [line('ready before the next', minReady(server.budgets), durationText)] : []),
    line('rollout', rollout, (value) => (value.type === 'Recreate' ? value.type : `${value.type}, surge ${value.maxSurge}, unavailable ${value.maxUnavailable}`)),
    ...(autoscaling === undefined ? [] : [
      line('autoscaler aims at requests per pod', autoscaling.processingPerPod),
      line('scale-up window', autoscaling.scaleUpWindow, durationText),
      line('scale-up period', autoscaling.scaleUpPeriod, durationText),
      line('scale-down window', autoscaling.scaleDownWindow, durationText),
      line('scale-down period', autoscaling.scaleDownPeriod, durationText),
    ]),
  ];
}

function fleetLines(fleet: OllamaFleetPlan): readonly string[] {
  const { workload, memory, loadTimeout, reloadTime, volumeSize, rolloutMaxUnavailable } = fleet;
  return [
    `${workload.key}: Ollama on ${workload.pools.join(', then ')}, ${workload.replicas} replicas, up to ${workload.settings.maxLoadedModels} models loaded, ${workload.priority}`,
    ...Object.entries(memory).flatMap(([tag, one]) => modelLines(tag, one)),
    ...commonLines(fleet),
    line('time without progress after which a load is given up', loadTimeout, durationText),
    ...(reloadTime === undefined ? [] : [line('reload after a swap', reloadTime, durationText)]),
    line('volume', volumeSize, (size) => `${mibText(size)} MiB`),
    line('rollout takes at once', rolloutMaxUnavailable),
  ];
}

/**
 * The derivation of one workload.
 *
 * @throws FaultError when the plan has no workload of this key or name
 */
export function explain(plan: Plan, wanted: string): string {
  const all = [...plan.llamaServers, ...plan.ollamaFleets];
  const found = all.find(({ workload: { key, name } }) => key === wanted || name === wanted);
  if (found === undefined) {
    const keys = all.map(({ workload }) => workload.key);
    return refuse('UnknownWorkload', '--explain', `${plan.environment.name} has no model or fleet called '${wanted}'`, { 'did you mean': suggest(wanted, keys), allowed: keys });
  }
  const { name } = found.workload;
  const nodes = plan.placement.witness.flatMap(({ pool, node, placed }) => placed.filter(({ workload }) => workload === name).map(({ pods }) => `${pods} on ${pool} ${node}`));
  const paid = plan.cost.expected.workloads.find(({ workload }) => workload === name)?.paid;
  return [
    ...('rollout' in found ? serverLines(found) : fleetLines(found)),
    `a placement of all that is promised a place: ${nodes.join(', ')}`,
    `cost per month at the expected load: ${costText(paid)}${paid === undefined ? '' : ' US dollars'}`,
  ].join('\n');
}
