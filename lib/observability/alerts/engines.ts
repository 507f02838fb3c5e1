/** Alerts of the pods of one workload, with the times, sizes and replicas that its plan has. */
import { addDurations, derived, type Derived, type Duration, durationText, largest, minutes } from '../../core';
import { engineOf } from '../../environment';
import type { ServerPlan } from '../../plan';
import { aggregate, type Expression, over, promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { gpuMemoryHigh, gpuSaturated } from './gpus';
import { modelUnavailable } from './models';
import { type AlertScope, namespacesOf, percentText, podsOf, ratioText } from './scope';

/** A pod that ends is not ready either, and may take its grace period. */
const longestUnready = ({ budgets: { startup, grace } }: ServerPlan): Derived<Duration> =>
  largest(
    derived(startup.value, `startup ${durationText(startup.value)} (${startup.because})`),
    derived(grace.value, `grace period ${durationText(grace.value)}, in which a pod that ends is not ready`),
  );

function startTooLong(scope: AlertScope, server: ServerPlan): Alert {
  const pods = { namespace: namespacesOf(scope).serving, pod: podsOf(server) };
  const longest = longestUnready(server);
  const unready = series('kube_pod_status_ready', { ...pods, condition: 'true' });
  const running = series('kube_pod_status_phase', { ...pods, phase: 'Running' });
  return {
    name: 'EngineStartTooLong',
    severity: 'ticket',
    expression: promql`${unready} == 0 and on (namespace, pod) ${running} == 1`,
    for: scope.time(addDurations(longest.value, minutes(2))),
    summary: `{{ $labels.pod }} runs for more than ${durationText(longest.value)}, and is not ready.`,
    because: `${longest.because}, and 2 min`,
  };
}

/** Terms of pages of the file: the kernel takes them back, and they are not in `container_memory_rss`. */
const filePages = ['mapped weights', 'read window'];

/** The part of its limit that an engine cannot do without, by the plan. */
function plannedShare({ memory, compute }: ServerPlan): number {
  const pages = Object.values(memory)
    .flatMap(({ host: { terms } }) => terms)
    .filter(({ name }) => filePages.includes(name))
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, 1 - pages / compute.memory.value);
}

const usualShare = 0.85;

function mostShare(server: ServerPlan): Derived<number> {
  const planned = plannedShare(server);
  const halfway = (1 + planned) / 2;
  return halfway <= usualShare
    ? derived(usualShare, `the plan needs ${percentText(planned)} beside the pages of files`)
    : derived(halfway, `halfway between the ${percentText(planned)} that the plan needs and the limit`);
}

/** `rss`, since pages of the mapped file count as used and are not needed. */
function memoryHigh(scope: AlertScope, server: ServerPlan): Alert {
  const { plan } = scope;
  const pods = {
    namespace: namespacesOf(scope).serving,
    pod: podsOf(server),
    container: engineOf(plan.environment, server.workload).name,
  };
  const share = mostShare(server);
  const used = series('container_memory_rss', pods);
  const limit = series('kube_pod_container_resource_limits', { ...pods, resource: 'memory' });
  return {
    name: 'EngineMemoryHigh',
    severity: 'ticket',
    expression: promql`max by (namespace, pod, container) (${used})
      / max by (namespace, pod, container) (${limit}) > ${ratioText(share.value)}`,
    for: scope.time(minutes(5)),
    summary: '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit without pages of files.',
    because: `${percentText(share.value)}: ${share.because}`,
  };
}

/** Requests that wait, of all pods of a workload; absent where the engine has no such metric. */
function waiting(scope: AlertScope, { workload }: ServerPlan): Expression | undefined {
  if (engineOf(scope.plan.environment, workload).queue === undefined) return undefined;
  return aggregate(
    'sum',
    ['namespace'],
    over('min', 'llamacpp:requests_deferred', scope.time(minutes(1)), {
      namespace: namespacesOf(scope).serving,
      workload: workload.name,
    }),
  );
}

/** The autoscaler has as many pods as it may have. */
function atMaximum(scope: AlertScope, { workload: { name } }: ServerPlan): Expression {
  const autoscaler = { namespace: namespacesOf(scope).serving, horizontalpodautoscaler: name };
  return promql`${series('kube_horizontalpodautoscaler_status_current_replicas', autoscaler)}
    >= on (namespace) ${series('kube_horizontalpodautoscaler_spec_max_replicas', autoscaler)}`;
}

/** A queue that lasts: at the maximum it needs more pods, below it the reason why none is added. */
function queueAlerts(scope: AlertScope, server: ServerPlan): readonly Alert[] {
  const queue = waiting(scope, server);
  if (queue === undefined) return [];
  const { replicas, autoscaling, budgets, workload } = server;
  if (autoscaling === undefined)
    return [
      {
        name: 'RequestsWait',
        severity: 'ticket',
        expression: promql`${queue} > 0`,
        for: scope.time(minutes(10)),
        summary: `{{ $value }} requests wait for a slot of ${workload.name}, which has ${replicas.max} pods.`,
      },
    ];
  const reaction = derived(
    addDurations(autoscaling.scaleUpWindow.value, budgets.progressDeadline.value, minutes(5)),
    `${durationText(autoscaling.scaleUpWindow.value)} until a pod is asked for, ` +
      `${durationText(budgets.progressDeadline.value)} until it answers, and 5 min`,
  );
  return [
    {
      name: 'AutoscalerAtMaximum',
      severity: 'ticket',
      expression: promql`${queue} > 0 and on (namespace) (${atMaximum(scope, server)})`,
      for: scope.time(minutes(10)),
      summary: `{{ $value }} requests wait for a slot of ${workload.name}, which has all of its ${replicas.max} pods.`,
      because: `${replicas.max} is the maximum of its replicas`,
    },
    {
      name: 'RequestsWait',
      severity: 'ticket',
      expression: promql`${queue} > 0 unless on (namespace) (${atMaximum(scope, server)})`,
      for: scope.time(reaction.value),
      summary: `{{ $value }} requests wait for a slot of ${workload.name}, and no pod is added.`,
      because: reaction.because,
    },
  ];
}

/** What the exporter beside an engine without metrics of its own sees. */
function exporterAlerts(scope: AlertScope, { workload, budgets: { startup } }: ServerPlan): readonly Alert[] {
  if (engineOf(scope.plan.environment, workload).queue !== undefined) return [];
  const pods = { namespace: namespacesOf(scope).serving, workload: workload.name };
  const down: Alert = {
    name: 'OllamaDown',
    severity: 'ticket',
    expression: promql`${series('ollama_up', pods)} == 0`,
    for: scope.time(addDurations(startup.value, minutes(2))),
    summary: 'The Ollama of {{ $labels.pod }} does not answer.',
    because: `startup ${durationText(startup.value)}, and 2 min`,
  };
  if (workload.gpus === 0) return [down];
  return [
    down,
    {
      name: 'OllamaOnCpu',
      severity: 'ticket',
      expression: promql`${series('ollama_model_vram_bytes', pods)} / ${series('ollama_model_bytes', pods)} < 1`,
      for: scope.time(minutes(2)),
      summary: '{{ $labels.pod }} has only {{ $value | humanizePercentage }} of {{ $labels.model }} on its GPUs.',
      because: 'by the plan all of each model fits the GPUs',
    },
  ];
}

const volumeLeast = 0.03;

/** A volume has room for the old and the new files of a change. */
function volumeFull(scope: AlertScope, { workload: { name }, volumeSize }: ServerPlan): readonly Alert[] {
  if (volumeSize === undefined) return [];
  const claims = { namespace: namespacesOf(scope).serving, persistentvolumeclaim: { matches: `.+-${name}-[0-9]+` } };
  const available = series('kubelet_volume_stats_available_bytes', claims);
  return [
    {
      name: 'VolumeNearlyFull',
      severity: 'ticket',
      expression: promql`${available} / ${series('kubelet_volume_stats_capacity_bytes', claims)} < ${volumeLeast}`,
      for: scope.time(minutes(60)),
      summary: '{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its room left.',
      because: `${volumeSize.because}; a change may fill it for a while`,
    },
  ];
}

/** Each has the name of its workload, for the commands of its page: not every series has it. */
const ofWorkload = ({ workload }: ServerPlan, alerts: readonly Alert[]): readonly Alert[] =>
  alerts.map((alert) => ({ ...alert, labels: { ...alert.labels, workload: workload.name } }));

/** The alerts of one workload. */
export const workloadGroup = (scope: AlertScope, server: ServerPlan): RuleGroup => ({
  name: `corral-workload-${server.workload.name}`,
  object: `${sharedRules}-${server.workload.name}`,
  namespace: namespacesOf(scope).serving,
  records: [],
  alerts: ofWorkload(server, [
    ...modelUnavailable(scope, server),
    startTooLong(scope, server),
    memoryHigh(scope, server),
    ...gpuMemoryHigh(scope, server),
    ...gpuSaturated(scope, server),
    ...queueAlerts(scope, server),
    ...exporterAlerts(scope, server),
    ...volumeFull(scope, server),
  ]),
});
