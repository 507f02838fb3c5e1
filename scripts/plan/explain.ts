/** Every number of one workload, line by line, each with the reason that it carries. */
import {
  durationText,
  mibText,
  minReady,
  refuse,
  suggest,
  usableMemory,
  type Derived,
  type DeviceMemory,
  type LlamaServerPlan,
  type OllamaFleetPlan,
  type Plan,
} from '../../lib';
import { counted } from '../../lib';
import { costText } from './cost';

const memoryLines = (title: string, { terms, total }: DeviceMemory): readonly string[] => [
  `${title}: ${mibText(total)} MiB`,
  ...terms.map(({ name, bytes: size, because }) => `  ${mibText(size).padStart(7)}  ${name}: ${because}`),
];

const line = <T>(name: string, { value, because }: Derived<T>, text: (value: T) => string = String): string =>
  `${name}: ${text(value)} (${because})`;

function modelLines(name: string, { devices, host, disk }: LlamaServerPlan['memory']): readonly string[] {
  return [
    ...devices.flatMap((device, i) => memoryLines(`${name}, GPU ${i}`, device)),
    ...memoryLines(`${name}, host`, host),
    line(`${name}, disk`, disk, (size) => `${mibText(size)} MiB`),
  ];
}

function commonLines({
  compute,
  budgets,
  maxUnavailable,
  localWeights,
}: LlamaServerPlan | OllamaFleetPlan): readonly string[] {
  return [
    compute.gpus === undefined ? 'GPUs: none' : `GPUs: ${compute.gpus.count} ${compute.gpus.resource}`,
    line('CPU', compute.cpu, (millicores) => counted(millicores / 1000, 'core')),
    line('threads', compute.threads),
    line('memory', compute.memory, (size) => `${mibText(size)} MiB`),
    line('ephemeral storage', compute.ephemeralStorage, (size) => `${mibText(size)} MiB`),
    line('weights on the local disk', localWeights, (size) => `${mibText(size)} MiB`),
    line('staging', budgets.staging, durationText),
    line('startup', budgets.startup, durationText),
    line('progress deadline', budgets.progressDeadline, durationText),
    line('longest answer', budgets.drain, durationText),
    line('grace period', budgets.grace, durationText),
    line('pods evicted at a time', maxUnavailable),
  ];
}

function serverLines(server: LlamaServerPlan): readonly string[] {
  const { workload, memory, rollout, replicas, autoscaling } = server;
  return [
    `${workload.key}: ${workload.weights}${workload.draft === undefined ? '' : `, with the draft model ${workload.draft.weights},`} on ${workload.pools.join(', then ')}, ${replicas.min === replicas.max ? counted(replicas.max, 'replica') : `${replicas.min} to ${replicas.max} replicas`}, ${workload.priority}`,
    ...modelLines('memory', memory),
    ...commonLines(server),
    ...(rollout.value.type === 'RollingUpdate'
      ? [line('minReadySeconds', minReady(server.budgets), durationText)]
      : []),
    line('rollout', rollout, (value) =>
      value.type === 'Recreate'
        ? value.type
        : `${value.type}, surge ${value.maxSurge}, unavailable ${value.maxUnavailable}`,
    ),
    ...(autoscaling === undefined
      ? []
      : [
          line('target of the autoscaler, requests per pod', autoscaling.processingPerPod),
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
    `${workload.key}: Ollama on ${workload.pools.join(', then ')}, ${counted(workload.replicas, 'replica')}, up to ${counted(workload.settings.maxLoadedModels, 'model')} loaded, ${workload.priority}`,
    ...Object.entries(memory).flatMap(([tag, one]) => modelLines(tag, one)),
    ...commonLines(fleet),
    line('time without progress until a load is stopped', loadTimeout, durationText),
    ...(reloadTime === undefined ? [] : [line('reload after a swap', reloadTime, durationText)]),
    line('volume', volumeSize, (size) => `${mibText(size)} MiB`),
    line('pods replaced at a time', rolloutMaxUnavailable),
  ];
}

type Workload = LlamaServerPlan | OllamaFleetPlan;

const workloadsOf = ({ llamaServers, ollamaFleets }: Plan): readonly Workload[] => [...llamaServers, ...ollamaFleets];

/** One workload of a plan. */
export interface Explained {
  readonly plan: Plan;
  readonly workload: Workload;
}

/**
 * The workloads of a key or name, one for each environment that has it.
 *
 * @throws FaultError when no environment has it
 */
export function findWorkloads(plans: readonly Plan[], wanted: string): readonly Explained[] {
  const found = plans.flatMap((plan) =>
    workloadsOf(plan)
      .filter(({ workload: { key, name } }) => key === wanted || name === wanted)
      .map((workload) => ({ plan, workload })),
  );
  if (found.length > 0) return found;
  const keys = [...new Set(plans.flatMap((plan) => workloadsOf(plan).map(({ workload }) => workload.key)))];
  const names = plans.map(({ environment }) => environment.name);
  const none =
    names.length === 1 ? `${names.join('')} has no model or fleet` : `none of ${names.join(', ')} has a model or fleet`;
  return refuse('UnknownWorkload', '--explain', `${none} called '${wanted}'`, {
    'did you mean': suggest(wanted, keys),
    allowed: keys,
  });
}

/** What a GPU of each pool leaves to the workload. */
const roomLines = ({ environment }: Plan, { workload: { gpus, pools } }: Workload): readonly string[] =>
  gpus === 0
    ? []
    : pools.flatMap((name) => {
        const gpu = environment.nodePools[name]?.gpu;
        return gpu === undefined
          ? []
          : [
              line(
                `usable on ${gpu.gpu.product} of pool ${name}`,
                usableMemory(gpu.memoryMibPerUnit),
                (size) => `${mibText(size)} MiB`,
              ),
            ];
      });

/** The derivation of one workload. */
export function explain({ plan, workload }: Explained): string {
  const { name } = workload.workload;
  const nodes = plan.placement.witness.flatMap(({ pool, node, placed }) =>
    placed.filter((each) => each.workload === name).map(({ pods }) => `${pods} on ${pool} ${node}`),
  );
  const paid = plan.cost.expected.workloads.find((each) => each.workload === name)?.paid;
  return [
    plan.environment.name,
    ...('rollout' in workload ? serverLines(workload) : fleetLines(workload)),
    ...roomLines(plan, workload),
    `example placement: ${nodes.join(', ')}`,
    `cost per month at the expected load: ${costText(paid)}${paid === undefined ? '' : ' US dollars'}`,
  ].join('\n');
}
