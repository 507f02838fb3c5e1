/** Metrics of AMD's Device Metrics Exporter, which the cluster provides. All of them are gauges in its source. */
import { gauge } from './metric';

/** The labels `namespace`, `pod` and `container` name the pod that has the GPU, as with NVIDIA's exporter. */
const ofGpu = ['gpu_id', 'gpu_uuid', 'hostname', 'card_model', 'serial_number'] as const;

/** Names as ROCm/device-metrics-exporter has them, without a prefix. */
export const amdMetrics = {
  gpu_used_vram: gauge('Memory in use, in MB.', ...ofGpu),
  gpu_total_vram: gauge('Memory, in MB.', ...ofGpu),
  gpu_free_vram: gauge('Free memory, in MB.', ...ofGpu),
  gpu_gfx_activity: gauge('Time in which something was computed, in percent.', ...ofGpu),
  gpu_junction_temperature: gauge('Highest temperature of the chip, in °C.', ...ofGpu),
  gpu_power_usage: gauge('Power of an Instinct, in W.', ...ofGpu),
  gpu_health: gauge('1: the GPU is healthy.', ...ofGpu),
  gpu_ecc_uncorrect_total: gauge('Errors of memory that could not be corrected.', ...ofGpu),
} as const;
