/** Every number of one workload, line by line, each with the reason that it carries. */
import type { Derived, DeviceMemory, ModelMemory, Plan, ServerPlan } from '../../lib';
import {
  drainDeadline,
  durationText,
  mibText,
  minReady,
  refuse,
  suggest,
  usableOfUnit,
  windowText,
} from '../../lib/internal';
import { counted } from '../../lib/internal';
import { costText } from './cost';

const memoryLines = (title: string, { terms, total }: DeviceMemory): readonly string[] => [
  `${title}: ${mibText(total)} MiB`,
  ...terms.map(({ name, bytes: size, because }) => `  ${mibText(size).padStart(7)}  ${name}: ${because}`),
];

const line = <T>(name: string, { value, because }: Derived<T>, text: (value: T) => string = String): string =>
  `${name}: ${text(value)} (${because})`;

function modelLines(name: string, { devices, host, disk }: ModelMemory): readonly string[] {
  return [
    ...devices.flatMap((device, i) => memoryLines(`${name}, GPU ${i}`, device)),
    ...memoryLines(`${name}, host`, host),
    line(`${name}, disk`, disk, (size) => `${mibText(size)} MiB`),
  ];
}

function commonLines({ compute, budgets, maxUnavailable, localWeights }: ServerPlan): readonly string[] {
  return [
    compute.gpus === undefined ? 'GPUs: none' : `GPUs: ${compute.gpus.count} ${compute.gpus.resource}`,
    ...(compute.gpus?.claim === undefined
      ? []
      : [line('memory of each claimed device', compute.gpus.claim.memory, (size) => `at least ${mibText(size)} MiB`)]),
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
    `a pod that ends cuts a running answer after ${durationText(drainDeadline(budgets))}; a request that waits then gets no answer, and keeps its connection until the grace period is over at most`,
    line('pods evicted at a time', maxUnavailable),
  ];
}

const replacementLines = ({ replacement, budgets }: ServerPlan): readonly string[] => {
  if (replacement.by === 'stateful-set') return [line('pods replaced at a time', replacement.maxUnavailable)];
  const { rollout } = replacement;
  return [
    ...(rollout.value.type === 'RollingUpdate' ? [line('minReadySeconds', minReady(budgets), durationText)] : []),
    line('rollout', rollout, (value) =>
      value.type === 'Recreate'
        ? value.type
        : `${value.type}, surge ${value.maxSurge}, unavailable ${value.maxUnavailable}`,
    ),
  ];
};

const autoscalingLines = ({ autoscaling }: ServerPlan): readonly string[] =>
  autoscaling === undefined
    ? []
    : [
        line('target of the autoscaler, requests per pod', autoscaling.processingPerPod),
        line('scale-up window', autoscaling.scaleUpWindow, durationText),
        line('scale-up period', autoscaling.scaleUpPeriod, durationText),
        line('scale-down window', autoscaling.scaleDownWindow, durationText),
        line('scale-down period', autoscaling.scaleDownPeriod, durationText),
      ];

/** How KEDA scales it, and the windows of its schedule. */
const demandLines = ({ demand }: ServerPlan): readonly string[] =>
  demand === undefined
    ? []
    : [
        line('demand asked each', demand.pollingInterval, durationText),
        line('last pod goes without a request for', demand.cooldown, durationText),
        line('pods while Prometheus does not answer, or as many as there are', demand.fallback),
        ...demand.windows.map((window) => `at least ${window.replicas} pods: ${windowText(window)}`),
      ];

/** What the environment, its pools and the workload add that decides where pods run and how long nodes stay. */
function additionLines({ workload: { pods } }: ServerPlan): readonly string[] {
  const { nodeSelector = {}, nodeRemoval } = pods;
  const labels = Object.entries(nodeSelector).map((each) => each.join('='));
  return [
    ...(labels.length === 0 ? [] : [`nodes: only those with ${labels.join(', ')}`]),
    ...(nodeRemoval === 'prevented' ? ['nodes are not removed while a pod runs on them (pods.nodeRemoval)'] : []),
  ];
}

function serverLines(server: ServerPlan): readonly string[] {
  const { workload, title, memory, replicas, volumeSize, loadTimeout, reloadTime } = server;
  const count =
    replicas.min === replicas.max ? counted(replicas.max, 'replica') : `${replicas.min} to ${replicas.max} replicas`;
  const models = Object.entries(memory);
  return [
    [`${workload.key}: ${title.runs} on ${workload.pools.join(', then ')}`, count, title.limits, workload.priority]
      .filter((part) => part !== undefined)
      .join(', '),
    ...(server.measured === undefined ? [] : [`memory is ${server.measured}`]),
    ...models.flatMap(([key, one]) => modelLines(models.length === 1 ? 'memory' : key, one)),
    ...commonLines(server),
    ...(loadTimeout === undefined
      ? []
      : [line('time without progress until a load is stopped', loadTimeout, durationText)]),
    ...(reloadTime === undefined ? [] : [line('reload after a swap', reloadTime, durationText)]),
    ...(volumeSize === undefined ? [] : [line('volume', volumeSize, (size) => `${mibText(size)} MiB`)]),
    ...additionLines(server),
    ...replacementLines(server),
    ...autoscalingLines(server),
    ...demandLines(server),
  ];
}

/** One workload of a plan. */
export interface Explained {
  readonly plan: Plan;
  readonly workload: ServerPlan;
}

/**
 * The workloads of a key or name, one for each environment that has it.
 *
 * @throws FaultError when no environment has it
 */
export function findWorkloads(plans: readonly Plan[], wanted: string): readonly Explained[] {
  const found = plans.flatMap((plan) =>
    plan.servers
      .filter(({ workload: { key, name } }) => key === wanted || name === wanted)
      .map((workload) => ({ plan, workload })),
  );
  if (found.length > 0) return found;
  const keys = [...new Set(plans.flatMap((plan) => plan.servers.map(({ workload }) => workload.key)))];
  const names = plans.map(({ environment }) => environment.name);
  const none =
    names.length === 1 ? `${names.join('')} has no model or fleet` : `none of ${names.join(', ')} has a model or fleet`;
  return refuse('UnknownWorkload', '--explain', `${none} called '${wanted}'`, {
    'did you mean': suggest(wanted, keys),
    allowed: keys,
  });
}

/** What a GPU of each pool leaves to the workload. */
const roomLines = ({ environment }: Plan, { workload: { gpus, pools } }: ServerPlan): readonly string[] =>
  gpus === 0
    ? []
    : pools.flatMap((name) => {
        const gpu = environment.nodePools[name]?.gpu;
        return gpu === undefined
          ? []
          : [line(`usable on ${gpu.gpu.product} of pool ${name}`, usableOfUnit(gpu), (size) => `${mibText(size)} MiB`)];
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
    ...serverLines(workload),
    ...roomLines(plan, workload),
    `example placement: ${nodes.join(', ')}`,
    `cost per month at the expected load: ${costText(paid)}${paid === undefined ? '' : ' US dollars'}`,
  ].join('\n');
}
