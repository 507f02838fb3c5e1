/** Metrics of nodes, which the cluster provides: the kubelet and its cAdvisor, and the DCGM exporter of GPUs. */
import { counter, gauge } from './metric';

const ofContainer = ['node', 'image'] as const;
const ofClaim = ['node', 'persistentvolumeclaim'] as const;

/** A memory limit counts pages of files that are mapped: of an engine with `mmap`, `rss` is what it cannot do without. */
export const kubeletMetrics = {
  container_memory_rss: gauge('Bytes of a container that are no pages of files.', ...ofContainer),
  container_memory_working_set_bytes: gauge('Bytes of a container, with pages of files in use.', ...ofContainer),
  container_oom_events_total: counter('Times that a process of a container was killed for memory.', ...ofContainer),
  container_cpu_usage_seconds_total: counter('Seconds of CPU.', ...ofContainer),
  container_cpu_cfs_periods_total: counter('Periods of the scheduler.', ...ofContainer),
  container_cpu_cfs_throttled_periods_total: counter(
    'Periods in which a container was stopped by its limit.',
    ...ofContainer,
  ),
  container_network_receive_bytes_total: counter('Bytes that a pod received.', 'node', 'interface'),
  container_network_transmit_bytes_total: counter('Bytes that a pod sent.', 'node', 'interface'),
  kubelet_volume_stats_used_bytes: gauge('Bytes in use of a volume.', ...ofClaim),
  kubelet_volume_stats_capacity_bytes: gauge('Bytes of a volume.', ...ofClaim),
  kubelet_volume_stats_available_bytes: gauge('Free bytes of a volume.', ...ofClaim),
} as const;

/**
 * The labels `namespace`, `pod` and `container` name the pod that has the GPU, so the monitor of the exporter must keep
 * them (`honorLabels: true`). With MIG, values of a whole GPU repeat for each instance: aggregate by `UUID` with `max`.
 */
const ofGpu = ['gpu', 'UUID', 'pci_bus_id', 'device', 'modelName', 'Hostname', 'GPU_I_ID', 'GPU_I_PROFILE'] as const;

/** Counters of the file that DCGM exporter 4.6.0-4.8.3 has by default. */
export const dcgmMetrics = {
  DCGM_FI_DEV_SM_CLOCK: gauge('Clock of the processors, in MHz.', ...ofGpu),
  DCGM_FI_DEV_MEM_CLOCK: gauge('Clock of the memory, in MHz.', ...ofGpu),
  DCGM_FI_DEV_MEMORY_TEMP: gauge('Temperature of the memory, in °C.', ...ofGpu),
  DCGM_FI_DEV_GPU_TEMP: gauge('Temperature, in °C.', ...ofGpu),
  DCGM_FI_DEV_POWER_USAGE: gauge('Power, in W.', ...ofGpu),
  DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION: counter('Energy since the start, in mJ.', ...ofGpu),
  DCGM_FI_DEV_PCIE_REPLAY_COUNTER: counter('Repeated transfers over PCIe.', ...ofGpu),
  DCGM_FI_DEV_GPU_UTIL: gauge('Time in which something was computed, in percent.', ...ofGpu),
  DCGM_FI_DEV_MEM_COPY_UTIL: gauge('Time in which memory was read or written, in percent.', ...ofGpu),
  DCGM_FI_DEV_XID_ERRORS: gauge('Number of the last error; it stays until the driver starts again.', ...ofGpu),
  DCGM_FI_DEV_FB_FREE: gauge('Free memory, in MiB.', ...ofGpu),
  DCGM_FI_DEV_FB_USED: gauge('Memory in use, in MiB.', ...ofGpu),
  DCGM_FI_DEV_FB_RESERVED: gauge('Memory that the driver keeps, in MiB.', ...ofGpu),
  DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL: counter('Transfers over NVLink.', ...ofGpu),
  DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS: counter(
    'Rows of memory replaced after errors that were not corrected.',
    ...ofGpu,
  ),
  DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS: counter('Rows of memory replaced after errors that were corrected.', ...ofGpu),
  DCGM_FI_DEV_ROW_REMAP_FAILURE: gauge('1: a row of memory could not be replaced.', ...ofGpu),
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: gauge('Part of the time in which the GPU computed.', ...ofGpu),
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: gauge('Part of the time in which tensor cores computed.', ...ofGpu),
  DCGM_FI_PROF_DRAM_ACTIVE: gauge('Part of the time in which memory was read or written.', ...ofGpu),
} as const;
