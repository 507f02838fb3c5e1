/** What the exporters of GPUs call the same things, by exporter: one table. */
import type { Duration } from '../../core';
import { vendorOf } from '../../catalog';
import type { Plan, ServerPlan } from '../../plan';
import { type Expression, over, promql, series } from '../expressions/expression';

interface Within {
  readonly namespace: string;
}

/** XIDs of faults of the hardware: memory, bus, link, firmware. Others are of programs. */
const hardwareXids = [48, 61, 62, 63, 64, 74, 79, 92, 94, 95, 119, 120, 140];

/** The last XID stays until the driver starts again, so that only a change counts. */
function xidFault(pods: Within, window: Duration): Expression {
  const isHardware = hardwareXids
    .map((xid) => promql`${series('DCGM_FI_DEV_XID_ERRORS', pods)} == ${xid}`.promql)
    .join(' or ');
  return promql`(${isHardware}) and ${over('changes', 'DCGM_FI_DEV_XID_ERRORS', window, pods)} > 0
      or ${series('DCGM_FI_DEV_ROW_REMAP_FAILURE', pods)} > 0`;
}

const healthFault = (pods: Within, window: Duration): Expression =>
  promql`${series('gpu_health', pods)} == 0
      or ${over('changes', 'gpu_ecc_uncorrect_total', window, pods)} > 0`;

export const gpuExporters = {
  'dcgm-exporter': {
    called: 'the DCGM exporter',
    /** Labels of one GPU, the node first. With MIG, values of the whole GPU repeat for each instance. */
    labels: ['Hostname', 'gpu', 'UUID'],
    node: 'Hostname',
    gpu: 'gpu',
    used: 'DCGM_FI_DEV_FB_USED',
    free: 'DCGM_FI_DEV_FB_FREE',
    busy: 'DCGM_FI_DEV_GPU_UTIL',
    temperature: 'DCGM_FI_DEV_GPU_TEMP',
    power: 'DCGM_FI_DEV_POWER_USAGE',
    errors: {
      metric: 'DCGM_FI_DEV_XID_ERRORS',
      title: 'Last error (XID)',
      text: 'Its number stays until the driver starts again: look for changes.',
    },
    fault: {
      of: xidFault,
      found: 'reports error {{ $value }}',
      because: 'these XIDs are of the hardware, others of programs',
    },
  },
  'amd-metrics-exporter': {
    called: "AMD's metrics exporter",
    labels: ['hostname', 'gpu_id', 'gpu_uuid'],
    node: 'hostname',
    gpu: 'gpu_id',
    used: 'gpu_used_vram',
    free: 'gpu_free_vram',
    busy: 'gpu_gfx_activity',
    temperature: 'gpu_junction_temperature',
    power: 'gpu_power_usage',
    errors: {
      metric: 'gpu_ecc_uncorrect_total',
      title: 'Errors of memory (not corrected)',
      text: 'They count since the driver started: look for changes.',
    },
    fault: {
      of: healthFault,
      found: 'is not healthy, or has new errors of its memory',
      because: 'the exporter says so: errors that could be corrected do not count',
    },
  },
} as const;

export type GpuExporterName = keyof typeof gpuExporters;
export type GpuExporter = (typeof gpuExporters)[GpuExporterName];

const names = Object.keys(gpuExporters) as readonly GpuExporterName[];

type Pools = Pick<Plan['environment'], 'nodePools'>;

const ofPools = ({ nodePools }: Pools, pools: readonly string[]): readonly GpuExporterName[] => {
  const exporters = pools.flatMap((name) => {
    const gpu = nodePools[name]?.gpu;
    return gpu === undefined ? [] : [vendorOf(gpu.gpu).exporter];
  });
  return names.filter((name) => exporters.includes(name));
};

/** The exporter of the GPUs of a workload: all its pools have GPUs of one vendor. Absent where none is known. */
export function exporterOf({ environment }: Plan, { workload }: ServerPlan): GpuExporter | undefined {
  const [name] = workload.gpus === 0 ? [] : ofPools(environment, workload.pools);
  return name && gpuExporters[name];
}

/** The exporters of the GPUs that servers use, each once. */
export const exportersOf = ({ environment }: Plan, servers: readonly ServerPlan[]): readonly GpuExporterName[] =>
  ofPools(
    environment,
    servers.flatMap(({ workload }) => (workload.gpus === 0 ? [] : workload.pools)),
  );

/** The exporters of the GPUs of all pools. */
export const exportersOfPools = ({ environment }: Plan): readonly GpuExporterName[] =>
  ofPools(environment, Object.keys(environment.nodePools));
