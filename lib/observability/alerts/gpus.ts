/** Alerts of GPUs, from the metrics of the exporters that the cluster provides. */
import { derived, type Derived, inMib, minutes } from '../../core';
import { engineOf } from '../../environment';
import type { ServerPlan } from '../../plan';
import { over, promql, series } from '../expressions/expression';
import { exporterOf, exportersOf, gpuExporters } from '../metrics/gpu-exporters';
import type { Alert } from './alert';
import { type AlertScope, namespacesOf, percentText, podsOf, ratioText } from './scope';

const margin = 0.03;

/** Largest part of a GPU that the plan needs, of its pools; absent where the exporter cannot see one pod's part. */
function plannedPart({ plan }: AlertScope, { workload, memory }: ServerPlan): Derived<number> | undefined {
  const gpus = workload.pools.flatMap((name) => plan.environment.nodePools[name]?.gpu ?? []);
  // Of time slices the exporter reports the whole card, which others use as well.
  if (gpus.length === 0 || gpus.some(({ sharing: { by } }) => by !== 'none' && by !== 'mig')) return undefined;
  const smallest = Math.min(...gpus.map(({ memoryMibPerUnit }) => memoryMibPerUnit));
  const all = Object.values(memory).map(({ devices }) => Math.max(0, ...devices.map(({ total }) => inMib(total))));
  const most = all.reduce((sum, each) => sum + each, 0) / smallest;
  return all.length === 1
    ? derived(most, `the plan needs ${percentText(most)} of the smallest GPU of its pools`)
    : derived(
        Math.min(most, 1 - 2 * margin),
        `the models that are loaded together need at most ${percentText(Math.min(most, 1 - 2 * margin))}`,
      );
}

export function gpuMemoryHigh(scope: AlertScope, server: ServerPlan): readonly Alert[] {
  const planned = plannedPart(scope, server);
  const exporter = exporterOf(scope.plan, server);
  if (exporter === undefined || planned === undefined) return [];
  const pods = { namespace: namespacesOf(scope).serving, pod: podsOf(server) };
  const used = series(exporter.used, pods);
  const free = series(exporter.free, pods);
  const limit = Math.min(planned.value + margin, 0.99);
  return [
    {
      name: 'GpuMemoryHigh',
      severity: 'ticket',
      expression: promql`${used} / (${used} + ${free}) > ${ratioText(limit)}`,
      for: scope.time(minutes(5)),
      summary: `GPU {{ $labels.${exporter.gpu} }} of {{ $labels.pod }} has {{ $value | humanizePercentage }} of its memory in use.`,
      because: `${percentText(limit)}: ${planned.because}, and ${percentText(margin)}`,
    },
  ];
}

/** A busy GPU is the aim; busy while requests wait is too small. */
export function gpuSaturated(scope: AlertScope, server: ServerPlan): readonly Alert[] {
  const { workload } = server;
  const exporter = exporterOf(scope.plan, server);
  if (exporter === undefined || engineOf(scope.plan.environment, workload).queue === undefined) return [];
  const { serving } = namespacesOf(scope);
  const window = scope.time(minutes(15));
  const busy = over('avg', exporter.busy, window, { namespace: serving, pod: podsOf(server) });
  const waits = over('avg', 'llamacpp:requests_deferred', window, { namespace: serving, workload: workload.name });
  return [
    {
      name: 'GpuSaturated',
      severity: 'ticket',
      expression: promql`avg by (namespace, pod) (${busy}) > 90
        and on (namespace, pod) max by (namespace, pod) (${waits}) > 0.5`,
      for: scope.time(minutes(5)),
      summary: 'The GPUs of {{ $labels.pod }} are busy for {{ $value }} % of the time, and requests wait.',
    },
  ];
}

export const gpuFaults = (scope: AlertScope): readonly Alert[] => {
  const window = scope.time(minutes(15));
  return exportersOf(scope.plan, scope.plan.servers).map((name) => {
    const { node, gpu, fault } = gpuExporters[name];
    return {
      name: 'GpuFault',
      severity: 'ticket',
      expression: fault.of({ namespace: namespacesOf(scope).serving }, window),
      keepFiring: scope.time(minutes(30)),
      summary: `GPU {{ $labels.${gpu} }} of node {{ $labels.${node} }} ${fault.found}.`,
      because: fault.because,
    };
  });
};
