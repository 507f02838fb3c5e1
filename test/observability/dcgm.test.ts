/**
 * Metrics of GPUs beside what NVIDIA's exporter exposes by default. No GPU runs in the tests: these are the counters of
 * `etc/default-counters.csv` of dcgm-exporter 4.8.2, with their types.
 */
import { expect, test } from '@jest/globals';
import { metricSources } from '../../lib/observability';

const gauges = [
  'DEV_SM_CLOCK DEV_MEM_CLOCK DEV_MEMORY_TEMP DEV_GPU_TEMP DEV_POWER_USAGE DEV_GPU_UTIL DEV_MEM_COPY_UTIL DEV_ENC_UTIL',
  'DEV_DEC_UTIL DEV_XID_ERRORS DEV_FB_FREE DEV_FB_USED DEV_FB_RESERVED DEV_VGPU_LICENSE_STATUS DEV_ROW_REMAP_FAILURE',
  'PROF_GR_ENGINE_ACTIVE PROF_PIPE_TENSOR_ACTIVE PROF_DRAM_ACTIVE',
];
const counters = [
  'DEV_TOTAL_ENERGY_CONSUMPTION DEV_PCIE_REPLAY_COUNTER DEV_NVLINK_BANDWIDTH_TOTAL DEV_UNCORRECTABLE_REMAPPED_ROWS',
  'DEV_CORRECTABLE_REMAPPED_ROWS PROF_PCIE_TX_BYTES PROF_PCIE_RX_BYTES',
];
const exposed = (type: string, lines: readonly string[]) =>
  lines.flatMap((line) => line.split(' ').map((name) => [`DCGM_FI_${name}`, type] as const));
const types = new Map<string, string>([...exposed('gauge', gauges), ...exposed('counter', counters)]);

test('each metric of GPUs is a default counter of the exporter, of the same type', () => {
  const listed = Object.entries(metricSources['dcgm-exporter']).map(([name, { type }]) => [name, type]);
  expect(listed).toEqual(listed.map(([name = '']) => [name, types.get(name)]));
});
