/** Alerts of GPUs, from the metrics of the DCGM exporter that the cluster provides. */
import { derived, type Derived, inMib, minutes } from '../../core';
import { engineOf } from '../../environment';
import type { ServerPlan } from '../../plan';
import { over, promql, series } from '../expressions/expression';
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
  if (server.workload.gpus === 0 || planned === undefined) return [];
  const pods = { namespace: namespacesOf(scope).serving, pod: podsOf(server) };
  const used = series('DCGM_FI_DEV_FB_USED', pods);
  const free = series('DCGM_FI_DEV_FB_FREE', pods);
  const limit = Math.min(planned.value + margin, 0.99);
  return [
    {
      name: 'GpuMemoryHigh',
      severity: 'ticket',
      expression: promql`${used} / (${used} + ${free}) > ${ratioText(limit)}`,
      for: scope.time(minutes(5)),
      summary: 'GPU {{ $labels.gpu }} of {{ $labels.pod }} has {{ $value | humanizePercentage }} of its memory in use.',
      because: `${percentText(limit)}: ${planned.because}, and ${percentText(margin)}`,
    },
  ];
}

/** A busy GPU is the aim; busy while requests wait is too small. */
export function gpuSaturated(scope: AlertScope, server: ServerPlan): readonly Alert[] {
  const { workload } = server;
  if (workload.gpus === 0 || engineOf(scope.plan.environment, workload).queue === undefined) return [];
  const { serving } = namespacesOf(scope);
  const window = scope.time(minutes(15));
  const busy = over('avg', 'DCGM_FI_DEV_GPU_UTIL', window, { namespace: serving, pod: podsOf(server) });
  const waits = over('avg', 'llamacpp:requests_deferred', window, { namespace: serving, workload: workload.name });
  return [
    {
      name: 'GpuSaturated',
      severity: 'ticket',
      expression: promql`avg by (namespace, pod) (${busy}) > 90
        and on (namespace, pod) max by (namespace, pod) (${waits}) > 0.5`,
      for: scope.time(minutes(5)),
      summary: 'The GPUs of {{ $labels.pod }} are busy for {{ $value }} % of the time, and requests wait.',
      labels: { workload: workload.name },
    },
  ];
}

/** XIDs of faults of the hardware: memory, bus, link, firmware. Others are of programs. */
const hardwareXids = [48, 61, 62, 63, 64, 74, 79, 92, 94, 95, 119, 120, 140];

/** The last XID stays until the driver starts again, so that only a change counts. */
export function gpuFault(scope: AlertScope): Alert {
  const pods = { namespace: namespacesOf(scope).serving };
  const window = scope.time(minutes(15));
  const isHardware = hardwareXids
    .map((xid) => promql`${series('DCGM_FI_DEV_XID_ERRORS', pods)} == ${xid}`.promql)
    .join(' or ');
  return {
    name: 'GpuFault',
    severity: 'ticket',
    expression: promql`(${isHardware}) and ${over('changes', 'DCGM_FI_DEV_XID_ERRORS', window, pods)} > 0
      or ${series('DCGM_FI_DEV_ROW_REMAP_FAILURE', pods)} > 0`,
    keepFiring: scope.time(minutes(30)),
    summary: 'GPU {{ $labels.gpu }} of node {{ $labels.Hostname }} reports error {{ $value }}.',
    because: 'these XIDs are of the hardware, others of programs',
  };
}
